"""Looking orders and their people up."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import OrderNotFound
from bot.shop.storable import storable
from bot.store.shop_tables import OrderEventRow, OrderRow, PhoneRow, ReturnRow


def order_row(session: Session, order_number: str) -> OrderRow:
    """The order with exactly this number; raises OrderNotFound."""
    row = session.get(OrderRow, storable(order_number))
    if row is None:
        raise OrderNotFound("no order has this number")
    return row


def orders_of(session: Session, customer_ids: Collection[str]) -> list[OrderRow]:
    """Orders of these customers, newest first."""
    mine = select(OrderRow).where(OrderRow.customer_id.in_(customer_ids))
    return list(session.scalars(mine.order_by(OrderRow.placed_at.desc(), OrderRow.order_number)))


def existing(session: Session, order_numbers: Collection[str]) -> frozenset[str]:
    """Those of the numbers that exist."""
    asked = [storable(number) for number in order_numbers]
    return frozenset(session.scalars(select(OrderRow.order_number).where(OrderRow.order_number.in_(asked))))


def customers_with_phone(session: Session, e164: str) -> tuple[str, ...]:
    """Ids of the customers with this number."""
    owners = select(PhoneRow.customer_id).where(PhoneRow.e164 == storable(e164))
    return tuple(session.scalars(owners.order_by(PhoneRow.customer_id)))


def returns_of(session: Session, order_number: str) -> list[ReturnRow]:
    """The order's returns, newest first."""
    mine = select(ReturnRow).where(ReturnRow.order_number == order_number)
    return list(session.scalars(mine.order_by(ReturnRow.announced_at.desc(), ReturnRow.return_number)))


def events_of(session: Session, order_number: str) -> list[OrderEventRow]:
    """The order's history, oldest first."""
    mine = select(OrderEventRow).where(OrderEventRow.order_number == order_number)
    return list(session.scalars(mine.order_by(OrderEventRow.at, OrderEventRow.id)))
