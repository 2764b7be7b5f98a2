"""Orders for the eye and for programs, as `hotline shop orders` prints them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.shop.models import Order
from bot.shop.ordering.models import Confirmation
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import transaction
from bot.store.shop_tables import OrderRow

COLUMNS = "{:<10} {:<18} {:<8} {:<18} {:<22} {:>9} {:<11} {:<11} {:<14}"
# In the table a confirmation is only worth a word while something is wrong with it.
ALARM = "NOT CONFIRMED!"


def newest_orders(engine: Engine, zone: ZoneInfo, limit: int | None) -> list[Order]:
    """All orders, or so many, newest first."""
    newest = select(OrderRow).order_by(OrderRow.placed_at.desc(), OrderRow.order_number).limit(limit)
    with transaction(engine) as session:
        return [Rows(zone).order(row) for row in session.scalars(newest)]


def as_json(
    orders: list[Order], confirmations: Mapping[str, Confirmation] | None = None
) -> list[dict[str, Any]]:
    """One object per order; moments ISO with offset, the total as EUR text.

    `confirmation` is None for orders that did not come from the hotline.
    """
    owed = confirmations or {}
    return [
        {**_object(order), "confirmation": _confirmation(owed.get(order.order_number))} for order in orders
    ]


def as_table(orders: list[Order], confirmations: Mapping[str, Confirmation] | None = None) -> str:
    """A plain table for a terminal."""
    names = ("order", "status", "postcode", "city", "customer", "total", "placed", "delivered", "confirmed")
    owed = confirmations or {}
    lines = (_line(order, owed.get(order.order_number)) for order in orders)
    return "\n".join([COLUMNS.format(*names).rstrip(), *lines])


def _confirmation(owed: Confirmation | None) -> dict[str, Any] | None:
    if owed is None:
        return None
    return {
        "state": owed.state,
        "channel": owed.channel,
        "confirmed_at": _iso(owed.confirmed_at),
        "missing_at_dispatch": owed.missing_at_dispatch,
    }


def _object(order: Order) -> dict[str, Any]:
    return {
        "order_number": order.order_number,
        "status": order.status.value,
        "postcode": order.postcode,
        "city": order.city,
        "country": order.country,
        "customer_name": order.customer_name,
        "phone": order.phone,
        "email": order.email,
        "items": [
            {"article_number": line.article_number, "name": line.name_de, "quantity": line.quantity}
            for line in order.lines
        ],
        "total": f"{order.total:.2f}",
        "placed_at": order.placed_at.isoformat(),
        "shipped_at": _iso(order.shipped_at),
        "delivered_at": _iso(order.delivered_at),
        "eta": order.eta.isoformat() if order.eta else None,
    }


def _line(order: Order, owed: Confirmation | None) -> str:
    state = owed.state if owed else ""
    delivered = f"{order.delivered_at:%Y-%m-%d}" if order.delivered_at else ""
    return COLUMNS.format(
        order.order_number,
        order.status.value,
        order.postcode,
        order.city[:18],
        order.customer_name[:22],
        f"{order.total:.2f}",
        f"{order.placed_at:%Y-%m-%d}",
        delivered,
        ALARM if owed and owed.missing_at_dispatch else state,
    ).rstrip()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
