"""What runs inside Rasa (Python 3.10): channel, stores, bounded actions, text normalizer."""
