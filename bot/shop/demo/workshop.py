"""The demo shop's spare parts, and the repairs of articles delivered long ago."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.files import read
from bot.store.shop_tables import OrderLineRow, OrderRow
from bot.store.workshop_tables import RepairRow, SparePartRow

LONG_AGO = timedelta(days=40)


def spare_parts() -> list[SparePartRow]:
    """All parts of the range."""
    return [_part(item) for item in read("workshop")["parts"]]


def repairs(orders: list[OrderRow], now: datetime) -> list[RepairRow]:
    """Articles of old orders that are being repaired, the first of each article every time."""
    old = sorted(
        (order for order in orders if order.status == "delivered" and _long_ago(order, now)),
        key=lambda order: order.order_number,
    )
    lines = [line for order in old for line in order.lines]
    return [
        _repair(item, next(line for line in lines if line.article_number == item["article"]), now)
        for item in read("workshop")["repairs"]
    ]


def _long_ago(order: OrderRow, now: datetime) -> bool:
    return order.delivered_at is not None and order.delivered_at < now - LONG_AGO


def _part(item: dict[str, Any]) -> SparePartRow:
    least, most = item["days"]
    return SparePartRow(
        part_number=item["part"],
        article_number=item["article"],
        name_de=item["de"],
        name_en=item["en"],
        synonyms=item["synonyms"],
        price=Decimal(str(item["price"])),
        least_days=least,
        most_days=most,
    )


def _repair(item: dict[str, Any], line: OrderLineRow, now: datetime) -> RepairRow:
    today = now.date()
    received = today - timedelta(days=item["received"])
    return RepairRow(
        repair_number=item["number"],
        order_number=line.order_number,
        article_number=line.article_number,
        name_de=line.name_de,
        name_en=line.name_en,
        state=item["state"],
        received_at=datetime.combine(received, time(10), tzinfo=now.tzinfo),
        expected_on=today - timedelta(days=item["expected"]),
    )
