"""Orders as the tests need them, with everything that does not matter filled in."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.shop.models import Order, OrderLine, OrderStatus, PaymentMethod, ProductFlag

BERLIN = ZoneInfo("Europe/Berlin")

LINE = OrderLine(
    article_number="481207",
    name_de="Thermoskanne",
    name_en="vacuum flask",
    quantity=1,
    price=Decimal("34.90"),
    flags=frozenset(),
    shipped=True,
    returned=False,
)

ORDER = Order(
    order_number="WM-104823",
    status=OrderStatus.SHIPPED,
    customer_id="C1001",
    customer_name="Anna Meier",
    phone="+493023125001",
    email="anna.meier@example.com",
    street="Lindenallee 3",
    postcode="01067",
    city="Dresden",
    country="DE",
    lines=(LINE,),
    shipping=Decimal("4.95"),
    total=Decimal("39.85"),
    payment=PaymentMethod.INVOICE,
    paid=False,
    placed_at=datetime(2026, 11, 1, 9, 0, tzinfo=BERLIN),
    shipped_at=datetime(2026, 11, 2, 9, 0, tzinfo=BERLIN),
    delivered_at=None,
    cancelled_at=None,
    eta=None,
    carrier="DHL",
    tracking="0001",
    last_scan_at=None,
    invoice_number="RE-104823",
)


def an_order(**changes: Any) -> Order:
    """A shipped order, with changes."""
    return replace(ORDER, **changes)


def delivered(moment: datetime, *flags: ProductFlag) -> Order:
    """An order delivered then, its article flagged."""
    line = replace(LINE, flags=frozenset(flags))
    return an_order(status=OrderStatus.DELIVERED, delivered_at=moment, lines=(line,))
