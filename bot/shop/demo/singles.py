"""Demo orders for collection, and some delivered lately: beside all others and drawn from no dice."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.files import read
from bot.shop.demo.people import written_customer
from bot.shop.sql_products import line_of
from bot.store.pickup_tables import PickupRow
from bot.store.shop_tables import CustomerRow, OrderEventRow, OrderLineRow, OrderRow, ProductRow

Entry = Mapping[str, Any]
SHIPPING, FREE_FROM = Decimal("4.95"), Decimal(60)
TRANSPORT = timedelta(days=2)


class DemoSingles:
    """Their customers, orders, pickups and history."""

    def __init__(self, now: datetime, range_: list[ProductRow]) -> None:
        self._now = now
        self._range = {article.article_number: article for article in range_}
        self._entries: list[Entry] = read("singles")

    def customers(self) -> list[CustomerRow]:
        """People who order nothing else."""
        return [written_customer(entry) for entry in self._entries]

    def orders(self) -> list[OrderRow]:
        """One order each, paid in advance."""
        return [self._order(entry) for entry in self._entries]

    def pickups(self) -> list[PickupRow]:
        """Where they wait."""
        return [self._pickup(entry) for entry in self._entries if "store" in entry]

    def events(self) -> list[OrderEventRow]:
        """What the shop's own systems wrote into the history."""
        return [event for entry in self._entries for event in self._history(entry)]

    def _order(self, entry: Entry) -> OrderRow:
        postcode, city = entry["place"]
        lines = [self._line(at, number, entry) for at, number in enumerate(entry["articles"], 1)]
        sent = "delivered" in entry
        delivered = self._at(entry, "delivered", 11) or self._at(entry, "collected", 12)
        return OrderRow(
            order_number=entry["number"],
            status=_status(entry),
            customer_id=entry["customer"],
            street=entry["street"],
            postcode=postcode,
            city=city,
            country="DE",
            shipping=_shipping(lines) if sent else Decimal(0),
            payment="paypal",
            paid=True,
            placed_at=self._at(entry, "placed", 8),
            shipped_at=delivered - TRANSPORT if delivered else None,
            delivered_at=delivered,
            last_scan_at=delivered if sent else None,
            eta=delivered.date() if delivered and sent else None,
            carrier="DHL" if sent else None,
            tracking=f"{int(entry['number'][3:]):012d}" if sent else None,
            invoice_number=f"RE-{entry['number'][3:]}" if delivered else None,
            lines=lines,
        )

    def _line(self, position: int, article_number: str, entry: Entry) -> OrderLineRow:
        line = line_of(self._range[article_number], position)
        line.shipped = "delivered" in entry
        return line

    def _pickup(self, entry: Entry) -> PickupRow:
        ready = self._at(entry, "ready", 9)
        today = self._now.date()
        return PickupRow(
            order_number=entry["number"],
            store_id=entry["store"],
            expected_on=today - timedelta(days=entry["expected"]) if "expected" in entry else None,
            ready_at=ready,
            keep_until=ready.date() + timedelta(days=entry["keep"]) if ready else None,
            collected_at=self._at(entry, "collected", 12),
        )

    def _history(self, entry: Entry) -> list[OrderEventRow]:
        moments = {
            "placed": self._at(entry, "placed", 8),
            "ready_for_pickup": self._at(entry, "ready", 9),
            "collected": self._at(entry, "collected", 12),
            "delivered": self._at(entry, "delivered", 11),
        }
        return [
            OrderEventRow(order_number=entry["number"], what=what, who="shop", at=at, details={})
            for what, at in moments.items()
            if at
        ]

    def _at(self, entry: Entry, what: str, hour: int) -> datetime | None:
        if what not in entry:
            return None
        day = self._now.date() - timedelta(days=entry[what])
        return datetime.combine(day, time(hour), tzinfo=self._now.tzinfo)


def _status(entry: Entry) -> str:
    if "collected" in entry or "delivered" in entry:
        return "delivered"
    return "packed" if "ready" in entry else "paid"


def _shipping(lines: list[OrderLineRow]) -> Decimal:
    return SHIPPING if sum(line.price for line in lines) < FREE_FROM else Decimal(0)
