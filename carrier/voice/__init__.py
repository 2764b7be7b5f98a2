"""Calls: the TwiML interpreter and what a caller can do."""
