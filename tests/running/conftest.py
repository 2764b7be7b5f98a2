"""An empty database on each engine."""

from tests.store.databases import database_url, engine, migrated_file, migrated_postgres, sqlite

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]
