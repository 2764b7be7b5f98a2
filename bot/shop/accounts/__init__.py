"""What belongs to people rather than orders: gift cards, points, advertising, personal data."""
