"""The suppression list: who gets no advertising any more, from the moment of the wish."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.accounts.models import AdStop
from bot.shop.storable import storable
from bot.store.account_tables import SuppressionRow
from bot.store.shop_tables import CustomerRow, OrderEventRow

Entry = tuple[str, str]


def stop(session: Session, wish: AdStop) -> frozenset[str]:
    """Put on the list what is not on it yet; IntegrityError when the same is being put there elsewhere."""
    entries = [_entry(contact) for contact in wish.contacts]
    for customer_id in wish.customer_ids:
        entries += _stored(session, customer_id)
    new = [entry for entry in dict.fromkeys(entries) if not _listed(session, entry)]
    session.add_all(_row(entry, wish) for entry in new)
    if new:
        session.add(_event(new, wish))
    session.flush()
    return frozenset(kind for kind, _ in entries)


def stopped(session: Session, contact: str) -> bool:
    """Whether this e-mail or number is on the list."""
    return _listed(session, _entry(contact))


def _entry(contact: str) -> Entry:
    plain = storable(contact).strip()[:254]
    return ("email", plain.casefold()) if "@" in plain else ("phone", plain)


def _stored(session: Session, customer_id: str) -> Iterable[Entry]:
    """Every contact of the customer, and the post by the customer's id."""
    customer = session.get(CustomerRow, storable(customer_id))
    if customer is None:
        return []
    contacts = [*(phone.e164 for phone in customer.phones), *filter(None, [customer.email])]
    return [*map(_entry, contacts), ("post", customer.customer_id)]


def _listed(session: Session, entry: Entry) -> bool:
    kind, value = entry
    mine = select(SuppressionRow.id).where(SuppressionRow.kind == kind, SuppressionRow.value == value)
    return session.scalar(mine) is not None


def _row(entry: Entry, wish: AdStop) -> SuppressionRow:
    kind, value = entry
    return SuppressionRow(
        kind=kind, value=value, since=wish.at, request_id=wish.request_id, channel=wish.channel
    )


def _event(new: list[Entry], wish: AdStop) -> OrderEventRow:
    # Kinds only: the list holds the contacts, and the history is kept longer than contacts may be.
    details = {"request_id": wish.request_id, "kinds": ", ".join(sorted({kind for kind, _ in new}))}
    return OrderEventRow(
        order_number=None, what="advertising_stopped", who=wish.by, at=wish.at, details=details
    )
