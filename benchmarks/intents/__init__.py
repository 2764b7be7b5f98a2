"""Which pipeline understands callers best, and how well: see README.md."""
