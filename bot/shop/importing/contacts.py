"""New contacts of known customers in a retailer's file: they get no one-time codes for some days."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.store.codes_tables import ContactChangeRow
from bot.store.shop_tables import CustomerRow


def new_contacts(session: Session, values: dict[str, Any], now: datetime) -> Iterator[ContactChangeRow]:
    """What this row adds to a customer who is known already; a customer's first contacts are no change."""
    known = session.get(CustomerRow, values["customer_id"])
    if known is None:
        return
    stored = {known.email, *(phone.e164 for phone in known.phones)}
    given = {"email": [values.get("email")], "phone": values.get("phones", [])}
    for kind, contacts in given.items():
        for contact in contacts:
            if contact and contact not in stored:
                yield ContactChangeRow(customer_id=values["customer_id"], kind=kind, contact=contact, at=now)
