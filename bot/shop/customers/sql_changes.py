"""Changing what is stored of a customer, and telling the contact that was stored before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.codes.sql_contacts import destinations
from bot.shop.customers.models import AccountChange
from bot.shop.documents import compose
from bot.shop.mailroom import Letter, send
from bot.shop.storable import storable
from bot.store.codes_tables import ContactChangeRow
from bot.store.customer_tables import AccountChangeRow
from bot.store.shop_tables import CustomerRow, OrderEventRow, PhoneRow

DOCUMENT = "account_changed"


def change(session: Session, wanted: AccountChange) -> None:
    """Change it once; IntegrityError when the same request is at it elsewhere."""
    done = select(AccountChangeRow.id).where(AccountChangeRow.request_id == wanted.request_id)
    customer = session.get(CustomerRow, wanted.customer_id)
    if customer is None or session.scalar(done):
        return
    session.add(_row(wanted))
    session.flush()
    # Before anything changes: the notice goes to what was stored until now.
    send(session, _notice(session, customer, wanted), wanted.request_id, wanted.at)
    _store(session, customer, wanted)
    details = {"customer_id": wanted.customer_id, "kind": wanted.kind, "request_id": wanted.request_id}
    event = OrderEventRow(
        order_number=None, what="account_changed", who=wanted.by, at=wanted.at, details=details
    )
    session.add(event)


def _row(wanted: AccountChange) -> AccountChangeRow:
    return AccountChangeRow(
        request_id=wanted.request_id,
        customer_id=wanted.customer_id,
        kind=wanted.kind,
        at=wanted.at,
        by=wanted.by,
    )


def _store(session: Session, customer: CustomerRow, wanted: AccountChange) -> None:
    if wanted.address:
        to = wanted.address
        customer.street, customer.postcode = storable(to.street), to.postcode
        customer.city, customer.country = storable(to.city), to.country
    elif wanted.name:
        customer.name = storable(wanted.name)[:120]
    elif wanted.email:
        customer.email = storable(wanted.email)[:254]
        session.add(_contact(wanted.customer_id, "email", wanted.email, wanted.at))
    elif wanted.phone:
        _replace_first_number(session, customer, wanted.phone)
        session.add(_contact(wanted.customer_id, "phone", wanted.phone, wanted.at))


def _contact(customer_id: str, kind: str, contact: str, at: datetime) -> ContactChangeRow:
    return ContactChangeRow(customer_id=customer_id, kind=kind, contact=contact, at=at)


def _replace_first_number(session: Session, customer: CustomerRow, e164: str) -> None:
    kept = [phone.e164 for phone in customer.phones[1:] if phone.e164 != e164]
    customer.phones.clear()
    # The old rows must be gone before one of their numbers comes back in another place.
    session.flush()
    numbers = [storable(e164)[:20], *kept]
    customer.phones.extend(PhoneRow(e164=number, position=place) for place, number in enumerate(numbers))


def _notice(session: Session, customer: CustomerRow, wanted: AccountChange) -> Letter:
    values = {"changed_on": f"{wanted.at:%d.%m.%Y}", "changed_at": f"{wanted.at:%H:%M}"}
    texts = compose(DOCUMENT, wanted.language, values)
    return Letter(DOCUMENT, None, *_before(session, customer, wanted.at), *texts)


def _before(session: Session, customer: CustomerRow, at: datetime) -> tuple[str, str]:
    """Channel and recipient that have been stored for a while: e-mail, else a text, else a letter."""
    known = {way.channel: way.contact for way in destinations(session, customer.customer_id, at)}
    for channel in ("email", "sms"):
        if channel in known:
            return channel, known[channel]
    place = f"{customer.postcode} {customer.city}, {customer.country}"
    return "letter", f"{customer.name}, {customer.street}, {place}"
