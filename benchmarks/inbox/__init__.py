"""How quickly the inbox of those who tune answers, when two hundred thousand sentences are in it."""
