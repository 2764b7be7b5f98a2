"""Taking personal data out of what is kept or shown."""
