"""What callers say, read as values: numbers, spelling, dates, times, answers."""
