"""What the delicate gate finds, what it raises for nothing, and how long it takes."""
