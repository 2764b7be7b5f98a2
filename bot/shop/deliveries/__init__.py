"""Where an order goes, and when the forwarding agent brings it."""
