"""What a candidate understands differently from the version in use, by the code of a live first turn."""
