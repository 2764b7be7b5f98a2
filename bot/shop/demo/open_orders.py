"""The demo shop's orders that are still to be delivered, beside all others and drawn from no dice."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.files import read
from bot.shop.demo.people import written_customer
from bot.shop.public_holidays import holiday_name
from bot.shop.sql_products import line_of
from bot.shop.sql_rows import total_of
from bot.store.shop_tables import CustomerRow, OrderEventRow, OrderRow, ProductRow

Entry = Mapping[str, Any]
SUNDAY = 6
SHIPPING, BULKY_SHIPPING = Decimal("4.95"), Decimal("39.00")


class DemoOpenOrders:
    """Their customers, orders and history."""

    def __init__(self, now: datetime, range_: list[ProductRow]) -> None:
        self._now = now
        self._range = {article.article_number: article for article in range_}
        self._entries: list[Entry] = read("open_orders")["orders"]

    def customers(self) -> list[CustomerRow]:
        """People who order nothing else."""
        return [written_customer(entry) for entry in self._entries]

    def orders(self) -> list[OrderRow]:
        """One order each; those already paid by card."""
        return [self._order(entry) for entry in self._entries]

    def events(self, orders: list[OrderRow]) -> list[OrderEventRow]:
        """That each was placed."""
        return [
            OrderEventRow(
                order_number=order.order_number,
                what="placed",
                who="shop",
                at=order.placed_at,
                details={"total": f"{total_of(order):.2f}"},
            )
            for order in orders
        ]

    def _order(self, entry: Entry) -> OrderRow:
        postcode, city = entry["place"]
        lines = [line_of(self._range[number], at) for at, number in enumerate(entry["articles"], 1)]
        unpaid = entry["status"] == "placed"
        return OrderRow(
            order_number=entry["number"],
            status=entry["status"],
            customer_id=entry["customer"],
            street=entry["street"],
            postcode=postcode,
            city=city,
            country="DE",
            shipping=BULKY_SHIPPING if any("bulky" in line.flags for line in lines) else SHIPPING,
            payment="invoice" if unpaid else "credit_card",
            paid=not unpaid,
            placed_at=self._placed(entry["placed"]),
            eta=self._eta(entry.get("eta")),
            lines=lines,
        )

    def _placed(self, days_ago: int) -> datetime:
        day = self._now.date() - timedelta(days=days_ago)
        return datetime.combine(day, time(8, 30), tzinfo=self._now.tzinfo)

    def _eta(self, days: int | None) -> date | None:
        if days is None:
            return None
        day = self._now.date() + timedelta(days=days)
        while day.weekday() == SUNDAY or holiday_name(day, "DE"):
            day += timedelta(days=1)
        return day
