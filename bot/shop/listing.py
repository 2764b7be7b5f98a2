"""Orders for the eye and for programs, as `hotline shop orders` prints them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.shop.models import Order
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import transaction
from bot.store.shop_tables import OrderRow

COLUMNS = "{:<10} {:<18} {:<8} {:<18} {:<22} {:>9} {:<11} {:<11}"


def newest_orders(engine: Engine, zone: ZoneInfo, limit: int | None) -> list[Order]:
    """All orders, or so many, newest first."""
    newest = select(OrderRow).order_by(OrderRow.placed_at.desc(), OrderRow.order_number).limit(limit)
    with transaction(engine) as session:
        return [Rows(zone).order(row) for row in session.scalars(newest)]


def as_json(orders: list[Order]) -> list[dict[str, Any]]:
    """One object per order; moments ISO with offset, the total as EUR text."""
    return [_object(order) for order in orders]


def as_table(orders: list[Order]) -> str:
    """A plain table for a terminal."""
    header = COLUMNS.format("order", "status", "postcode", "city", "customer", "total", "placed", "delivered")
    return "\n".join([header, *(_line(order) for order in orders)])


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


def _line(order: Order) -> str:
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
    ).rstrip()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
