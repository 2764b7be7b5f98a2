"""The pages of those who tune: what was misunderstood, what is changed, which model answers."""
