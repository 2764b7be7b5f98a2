"""What is known of the person in a conversation, so that it can be taken out wherever it is said again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from bot.store.database import table_of
from bot.store.shop_tables import CustomerRow, PhoneRow

CUSTOMERS, PHONES = table_of(CustomerRow), table_of(PhoneRow)
Known = tuple[str, str]
# Facts by what their names contain.
NAMED = (
    ("street", "street"),
    ("postcode", "postcode"),
    ("email", "email"),
    ("phone", "phone_number"),
    ("order_number", "order_number"),
    ("verified_order", "order_number"),
    ("name", "name"),
)
NEVER = ("article", "_is_", "confirm")
CUSTOMER = "verified_customer"
SHORTEST = 3


def known_of(db: Connection, caller: str | None, memory: Mapping[str, Any]) -> tuple[Known, ...]:
    """By kind of value: from what was said, and from the shop if the person is a customer."""
    facts: Mapping[str, Any] = memory.get("facts") or {}
    ids = [*(memory.get("caller_customers") or ()), (facts.get(CUSTOMER) or {}).get("value")]
    found = [*_said(facts), *_of_customers(db, [str(one) for one in ids if one])]
    found += [("phone_number", caller)] if caller else []
    return tuple(dict.fromkeys((kind, value) for kind, value in found if len(value) >= SHORTEST))


def _said(facts: Mapping[str, Any]) -> Iterator[Known]:
    for name, fact in facts.items():
        value = fact.get("value") if isinstance(fact, Mapping) else None
        kind = next((kind for part, kind in NAMED if part in name), None)
        if isinstance(value, str) and kind and not any(part in name for part in NEVER):
            yield kind, value


def _of_customers(db: Connection, ids: Sequence[str]) -> Iterator[Known]:
    if not ids:
        return
    for row in db.execute(select(CUSTOMERS).where(CUSTOMERS.c.customer_id.in_(ids))).mappings():
        yield "name", row["name"]
        yield "street", row["street"]
        if row["email"]:
            yield "email", row["email"]
    for number in db.execute(select(PHONES.c.e164).where(PHONES.c.customer_id.in_(ids))).scalars():
        yield "phone_number", number
