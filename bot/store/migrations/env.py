"""Runs migrations on the connection that bot.store.migrate hands over."""

from alembic import context

from bot.store import shop_tables, tables
from bot.store.database import Base

TABLES = (tables, shop_tables)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter a table in place; Alembic then copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
