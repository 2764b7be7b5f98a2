"""The database for commands that may be typed before the hotline ever ran."""

from sqlalchemy import Engine

from bot.store.database import make_engine
from bot.store.migrate import upgrade


def migrated_engine(database_url: str) -> Engine:
    """Connections to the database, made and brought to the current schema where needed."""
    upgrade(database_url)
    return make_engine(database_url)
