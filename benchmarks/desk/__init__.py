"""How soon forty people see what changes in a queue of three hundred, and what it costs the callers."""
