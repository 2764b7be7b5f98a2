"""Claims about delivered goods: lost, broken, missing, wrong, to be exchanged, defective."""
