"""What an order costs, when it comes, and when a person has to look at it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.shop.knowledge import load_knowledge
from bot.shop.models import OrderStatus, PaymentMethod, Product, ProductFlag
from bot.shop.ordering.limits import invoice_needs_person, needs_person
from bot.shop.ordering.models import Quote, QuoteLine
from bot.shop.ordering.quoting import arrival, quote
from tests.shop.builders import BERLIN, an_order

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)
THING = Product("481207", "Kanne", "Flask", Decimal("20.00"), 9, None, frozenset(), "", "", (), MONDAY)


def priced(count: int = 1, price: str = "20.00", country: str = "DE", **changes: object) -> Quote:
    product = replace(THING, price=Decimal(price), **changes)
    line = QuoteLine(product, count, product.price)
    return quote([line], country, load_knowledge().delivery, MONDAY)


def test_shipping_is_free_from_its_limit_on() -> None:
    assert (priced(2).shipping, priced(2).total) == (Decimal("4.95"), Decimal("44.95"))
    assert (priced(3).shipping, priced(3).total) == (Decimal(0), Decimal("60.00"))


def test_bulky_goods_cost_and_take_what_the_haulier_needs() -> None:
    heavy = priced(1, flags=frozenset({ProductFlag.BULKY}))
    assert (heavy.shipping, heavy.days) == (Decimal("39.00"), (5, 10))


@pytest.mark.parametrize("country", ["ES", "LI"])
def test_where_it_cannot_go_there_is_no_price(country: str) -> None:
    assert priced(1, country=country, flags=frozenset({ProductFlag.BULKY})).shipping is None


@pytest.mark.parametrize(
    ("ordered", "days", "expected"),
    [
        ("2026-11-23T10:00", 3, date(2026, 11, 26)),
        ("2026-11-23T14:00", 3, date(2026, 11, 27)),
        ("2026-11-27T16:00", 1, date(2026, 12, 1)),
        ("2026-12-23T10:00", 2, date(2026, 12, 28)),
    ],
)
def test_it_comes_so_many_working_days_after_its_dispatch(ordered: str, days: int, expected: date) -> None:
    assert arrival(datetime.fromisoformat(ordered).replace(tzinfo=BERLIN), days) == expected


@pytest.mark.parametrize(
    ("cart", "reason"),
    [
        (priced(10, "50.00"), None),
        (priced(1, "500.01"), "order_over_limit"),
        (priced(11, "1.00"), "order_many_pieces"),
        (priced(1, flags=frozenset({ProductFlag.ADULTS_ONLY})), "order_adults_only"),
    ],
)
def test_what_goes_beyond_the_limits_is_for_a_person(cart: Quote, reason: str | None) -> None:
    assert needs_person(cart) == reason


@pytest.mark.parametrize(
    ("days_ago", "paid", "expected"), [(30, False, True), (30, True, False), (10, False, False)]
)
def test_an_invoice_is_for_a_person_only_while_another_is_overdue(
    days_ago: int, paid: bool, expected: bool
) -> None:
    delivered = MONDAY - timedelta(days=days_ago)
    earlier = an_order(
        status=OrderStatus.DELIVERED, payment=PaymentMethod.INVOICE, paid=paid, delivered_at=delivered
    )
    assert invoice_needs_person([earlier], MONDAY.date()) is expected
