"""What is owed and paid, and what callers say about it."""
