"""Promo codes: which there are, and why one does not work."""
