"""How long a voice turn takes, ours beside stock Rasa, and what makes it longer."""
