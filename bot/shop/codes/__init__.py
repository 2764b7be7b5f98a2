"""One-time codes: the second proof (level A2) that a caller is the customer."""
