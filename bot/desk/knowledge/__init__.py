"""What the house knows, for people to look up: every statement with its source."""
