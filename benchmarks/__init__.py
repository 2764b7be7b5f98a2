"""One folder per question; how to run it and what it was last stands in each."""
