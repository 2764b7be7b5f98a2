"""A customer's stored contacts that a code may go to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.codes.models import Destination
from bot.shop.codes.rules import CONTACT_RESTS
from bot.shop.masking import masked
from bot.shop.storable import storable
from bot.shop.textable import can_text
from bot.store.codes_tables import ContactChangeRow
from bot.store.shop_tables import CustomerRow


def destinations(session: Session, customer_id: str, at: datetime) -> tuple[Destination, ...]:
    """The first number a text can reach, then the e-mail; none that is new."""
    customer = session.get(CustomerRow, storable(customer_id))
    if customer is None:
        return ()
    new = _new_contacts(session, customer_id, at)
    numbers = [phone.e164 for phone in customer.phones if can_text(phone.e164) and phone.e164 not in new]
    found = [Destination("sms", number, masked(number)) for number in numbers[:1]]
    if customer.email and customer.email not in new:
        found.append(Destination("email", customer.email, masked(customer.email)))
    return tuple(found)


def _new_contacts(session: Session, customer_id: str, at: datetime) -> frozenset[str]:
    changes = select(ContactChangeRow.contact).where(
        ContactChangeRow.customer_id == customer_id, ContactChangeRow.at > at - CONTACT_RESTS
    )
    return frozenset(contact for contact in session.scalars(changes) if contact)
