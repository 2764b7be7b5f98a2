"""Runs migrations on the connection that bot.store.migrate hands over."""

from alembic import context

from bot.store import (
    account_tables,
    billing_tables,
    claim_tables,
    codes_tables,
    customer_tables,
    delivery_tables,
    desk_tables,
    granted_tables,
    handover_tables,
    inbox_tables,
    leads_tables,
    model_tables,
    order_action_tables,
    ordering_tables,
    pickup_tables,
    shop_tables,
    staff_tables,
    subscription_tables,
    tables,
    voucher_tables,
    workshop_tables,
)
from bot.store.database import Base

TABLES = (
    tables,
    handover_tables,
    leads_tables,
    shop_tables,
    staff_tables,
    codes_tables,
    customer_tables,
    delivery_tables,
    desk_tables,
    ordering_tables,
    billing_tables,
    account_tables,
    subscription_tables,
    claim_tables,
    pickup_tables,
    workshop_tables,
    voucher_tables,
    granted_tables,
    order_action_tables,
    model_tables,
    inbox_tables,
)

# Full text search: what belongs to it is no table of the code's.
FULL_TEXT = "utterances_text"


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """What autogenerate compares."""
    return not (kind == "table" and (name or "").startswith(FULL_TEXT))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=ours,
    # SQLite cannot alter a table in place; Alembic then copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
