"""What the hotline knows about articles and the house, each statement with its source."""
