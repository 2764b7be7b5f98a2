"""An order is placed once, with its stock, its proof of what was read out, and the next free number."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import PriceChanged, SoldOut
from bot.shop.listing import newest_orders
from bot.shop.models import OrderStatus, PaymentMethod
from bot.shop.ordering.models import DraftLine
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN
from tests.shop.ordering import NEW, draft, lines
from tests.shop.together import at_once


def test_the_order_is_there_for_everything_else(shop: SqlShop, now: datetime) -> None:
    taken = shop.ordering.place(draft(shop, now), request_id="call-1:order", at=now)
    order = shop.order(taken.order_number)
    assert (order.status, order.paid, order.payment) == (OrderStatus.PLACED, False, PaymentMethod.PREPAYMENT)
    assert (order.customer_name, order.street, order.postcode) == (NEW.name, NEW.street, NEW.postcode)
    assert [(line.article_number, line.quantity) for line in order.lines] == [("481207", 2)]
    assert taken.total == order.total == Decimal("69.80")
    assert order.is_cancellable


def test_it_gets_the_next_free_number(shop: SqlShop, now: datetime, engine: Engine) -> None:
    highest = max(order.order_number for order in newest_orders(engine, BERLIN, None))
    first = shop.ordering.place(draft(shop, now), request_id="one", at=now)
    second = shop.ordering.place(draft(shop, now), request_id="two", at=now)
    numbers = [
        int(number.removeprefix("WM-")) for number in (highest, first.order_number, second.order_number)
    ]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_the_same_request_places_one_order(shop: SqlShop, now: datetime) -> None:
    stock = shop.product("481207").stock
    asked = [shop.ordering.place(draft(shop, now), request_id="same", at=now) for _ in range(2)]
    assert asked[0] == asked[1]
    assert shop.product("481207").stock == stock - 2


def test_callers_at_the_same_moment_get_numbers_of_their_own(shop: SqlShop, now: datetime) -> None:
    def order(name: str) -> str:
        return shop.ordering.place(draft(shop, now), request_id=name, at=now).order_number

    taken = at_once(*(partial(order, name) for name in ("a", "b", "c")))
    assert {str(number)[:3] for number in taken} == {"WM-"}
    assert len(set(taken)) == 3


def test_the_last_piece_is_sold_once(shop: SqlShop, now: datetime) -> None:
    left = shop.product("486101").stock
    wanted = draft(shop, now, lines=lines(shop, {"481207": 1, "486101": left}))
    shop.ordering.place(wanted, request_id="one", at=now)
    with pytest.raises(SoldOut) as gone:
        shop.ordering.place(wanted, request_id="two", at=now)
    assert (gone.value.article_number, gone.value.left) == ("486101", 0)
    # Nothing of the second order stays behind, not even the flask taken out of stock first.
    assert shop.product("481207").stock == 41


def test_an_old_price_binds_nobody(shop: SqlShop, now: datetime) -> None:
    wrong = draft(shop, now, lines=(DraftLine("481207", 1, Decimal("1.00")),))
    with pytest.raises(PriceChanged):
        shop.ordering.place(wrong, request_id="cheap", at=now)
    assert shop.product("481207").stock == 42


def test_what_was_read_out_and_when_is_kept_with_the_order(shop: SqlShop, now: datetime) -> None:
    taken = shop.ordering.place(draft(shop, now), request_id="call-1:order", at=now)
    events = {event.what: event for event in shop.events_of(taken.order_number)}
    assert set(events) == {"terms_read", "placed"}
    assert events["terms_read"].details["terms"] == "ORDER-TEST"
    assert events["terms_read"].details["read_at"] == now.isoformat()
    assert events["placed"].details["total"] == "69.80"


def test_a_known_customer_orders_to_the_stored_address(shop: SqlShop, now: datetime, engine: Engine) -> None:
    earlier = newest_orders(engine, BERLIN, 1)[0]
    wanted = draft(shop, now, customer_id=earlier.customer_id, new=None)
    order = shop.order(shop.ordering.place(wanted, request_id="known", at=now).order_number)
    assert order.customer_id == earlier.customer_id
    assert order in shop.orders_of([earlier.customer_id])


def test_what_a_caller_says_cannot_break_a_statement(shop: SqlShop, now: datetime) -> None:
    odd = replace(NEW, name="O'Hara\0 \ud800" + "x" * 300)
    taken = shop.ordering.place(draft(shop, now, new=odd), request_id="odd", at=now)
    assert shop.order(taken.order_number).customer_name.startswith("O'Hara")


def test_a_family_knows_its_variants_in_order(shop: SqlShop) -> None:
    family = shop.ordering.family_of("488106")
    assert family
    assert [variant.label("de") for variant in family.variants] == [
        "37",
        "38",
        "39",
        "40",
        "41",
        "42",
        "43",
        "44",
    ]
    assert "488101" in family
    assert shop.ordering.family_of("481207") is None
