"""Text messages between simulated phones and the application."""
