"""Customers: what is stored of them and how they change it."""
