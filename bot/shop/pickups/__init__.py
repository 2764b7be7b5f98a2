"""Orders that are collected at a store."""
