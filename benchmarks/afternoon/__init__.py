"""A simulated afternoon of two hundred callers: is everybody served, and how well?"""
