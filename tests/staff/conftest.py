"""Databases for the tests in this folder."""

from tests.store.databases import database_url, engine, migrated_file, migrated_postgres, sqlite

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]
