"""Orders taken in a conversation: families, quotes, placing, changing, and their confirmations."""
