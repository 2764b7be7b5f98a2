"""Letting those who change the same order come one after the other."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.shop.sql_orders import order_row
from bot.shop.storable import storable
from bot.store.shop_tables import OrderRow


def locked(session: Session, order_number: str) -> OrderRow:
    """The order, held until the transaction ends; raises OrderNotFound. Has to come first in it."""
    # SQLite knows no row locks; an update that changes nothing takes its only write lock.
    same = update(OrderRow).where(OrderRow.order_number == storable(order_number))
    session.execute(same.values(order_number=OrderRow.order_number))
    return order_row(session, order_number)
