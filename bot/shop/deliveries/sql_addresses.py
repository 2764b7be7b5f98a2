"""Sending an order elsewhere: once, and only while it has not been packed."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import NotChangeable
from bot.shop.deliveries.models import AddressChange, ChangedAddress
from bot.shop.deliveries.rules import CHANGEABLE, eta_elsewhere
from bot.shop.documents import compose
from bot.shop.mailroom import Letter, send
from bot.shop.sql_orders import order_row
from bot.shop.storable import storable
from bot.store.delivery_tables import AddressChangeRow
from bot.store.shop_tables import OrderEventRow, OrderRow

DOCUMENT = "address_changed"


def change(session: Session, wanted: AddressChange) -> ChangedAddress:
    """Change it, or answer what the same request did; raises OrderNotFound, NotChangeable."""
    earlier = session.scalar(select(AddressChangeRow).where(AddressChangeRow.request_id == wanted.request_id))
    if earlier is not None:
        return ChangedAddress(earlier.order_number, earlier.eta_before, earlier.eta_after)
    order = order_row(session, wanted.order_number)
    row = _change_of(order, wanted)
    if not _take(session, wanted, row.eta_after):
        raise NotChangeable(order_row(session, wanted.order_number).status)
    details = {"request_id": wanted.request_id}
    event = OrderEventRow(
        order_number=order.order_number, what="address_changed", who=wanted.by, at=wanted.at, details=details
    )
    session.add_all([row, event])
    session.flush()
    _tell(session, order, wanted)
    return ChangedAddress(row.order_number, row.eta_before, row.eta_after)


def _change_of(order: OrderRow, wanted: AddressChange) -> AddressChangeRow:
    same_postcode = order.postcode == wanted.address.postcode
    return AddressChangeRow(
        request_id=wanted.request_id,
        order_number=order.order_number,
        street_before=order.street,
        postcode_before=order.postcode,
        city_before=order.city,
        eta_before=order.eta,
        eta_after=eta_elsewhere(order.eta, same_postcode, wanted.address.country),
        at=wanted.at,
        by=wanted.by,
    )


def _take(session: Session, wanted: AddressChange, eta: date | None) -> bool:
    # The condition is part of the write: the warehouse may be packing the order at this moment.
    to = wanted.address
    taken = session.execute(
        update(OrderRow)
        .where(OrderRow.order_number == wanted.order_number, OrderRow.status.in_(CHANGEABLE))
        .values(street=storable(to.street), postcode=to.postcode, city=storable(to.city), eta=eta)
        .returning(OrderRow.order_number)
    )
    return taken.first() is not None


def _tell(session: Session, order: OrderRow, wanted: AddressChange) -> None:
    """The owner hears of it where he was reachable before; whoever changed it may be somebody else."""
    email = order.customer.email
    if email:
        values = {"order_number": order.order_number, "changed_on": f"{wanted.at:%d.%m.%Y}"}
        texts = compose(DOCUMENT, wanted.language, values)
        letter = Letter(DOCUMENT, order.order_number, "email", email, *texts)
        send(session, letter, wanted.request_id, wanted.at)
