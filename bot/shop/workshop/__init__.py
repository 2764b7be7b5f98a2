"""Spare parts, and repairs."""
