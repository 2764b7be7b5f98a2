"""How many simultaneous calls are held, ours beside stock Rasa."""
