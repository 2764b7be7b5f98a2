"""What runs in Rasa's own interpreter (Python 3.10): training, parsing, and variants of the pipeline."""
