"""TwiML documents: grammar, reading, and what a listener hears."""
