"""Recurring deliveries: changing them, and ending them."""
