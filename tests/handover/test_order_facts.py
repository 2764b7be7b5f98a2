"""What the shop knows of a case's orders, and that a shop that does not answer keeps no case from opening."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Engine, select

from bot.clock import FixedClock
from bot.errors import OrderNotFound, ShopUnavailable
from bot.handover.order_facts import OrderFacts, OrdersOfCase, nothing_known
from bot.shop.demo import seed_if_empty
from bot.shop.models import Order, OrderStatus
from bot.shop.port import Shop
from bot.shop.sql_shop import SqlShop
from bot.store.database import Base, make_engine, table_of
from bot.store.shop_tables import OrderRow, ReturnRow
from tests.builders import NOW, conversation
from tests.handover.flagged import day
from tests.shop.builders import an_order, delivered

RETURN_DAYS = 30
ORDERS, RETURNS = table_of(OrderRow), table_of(ReturnRow)


class StandIn:
    """A shop with these orders, no bills and no refunds; `down` answers nothing."""

    def __init__(self, *orders: Order, down: bool = False) -> None:
        self._orders = {order.order_number: order for order in orders}
        self._down = down
        self.refunds = SimpleNamespace(latest=lambda number: None)
        self.billing = SimpleNamespace(invoice=lambda number: None)

    def order(self, number: str) -> Order:
        if self._down:
            raise ShopUnavailable("down")
        if number not in self._orders:
            raise OrderNotFound(number)
        return self._orders[number]

    def orders_of(self, customers: Any) -> tuple[Order, ...]:
        return tuple(order for order in self._orders.values() if order.customer_id in customers)


def looked_up(*orders: Order, down: bool = False, **facts: str) -> tuple[OrderFacts, ...]:
    talk = conversation()
    talk.memory.caller_customers = ["C1001"]
    talk.memory.facts = {name: {"value": value, "how": "spoken"} for name, value in facts.items()}
    return OrdersOfCase(cast(Shop, StandIn(*orders, down=down)), RETURN_DAYS)(talk)


def test_an_order_that_was_proven_is_known_for_certain() -> None:
    (known,) = looked_up(an_order(), order_number="WM-104823", verified_order="WM-104823")
    assert (known.order_number, known.known_by, known.status) == ("WM-104823", "verified", "shipped")


def test_an_order_that_was_only_named_says_so() -> None:
    (known,) = looked_up(an_order(), order_number="WM-104823")
    assert known.known_by == "named"


def test_without_an_order_the_caller_s_open_ones_are_a_hint() -> None:
    others = [replace(an_order(), order_number=f"WM-10000{n}") for n in range(5)]
    ended = an_order(status=OrderStatus.CANCELLED)
    stranger = replace(an_order(), order_number="WM-200000", customer_id="C9")
    found = looked_up(ended, stranger, *others)
    assert [one.order_number for one in found] == ["WM-100000", "WM-100001", "WM-100002"]
    assert {one.known_by for one in found} == {"caller_number"}


def test_a_number_that_belongs_to_no_order_is_no_order() -> None:
    assert looked_up(order_number="WM-999999") == ()


def test_the_days_of_a_delivered_order() -> None:
    received = NOW.replace(day=16)
    (known,) = looked_up(delivered(received), order_number="WM-104823")
    assert (known.withdrawal_until, known.return_until) == (day(7), day(23))
    assert known.eta is None


def test_a_parcel_under_way_has_its_day() -> None:
    (known,) = looked_up(an_order(eta=day(2)), order_number="WM-104823")
    assert (known.eta, known.is_open, known.withdrawal_until) == (day(2), True, None)


def test_a_shop_that_does_not_answer_keeps_no_case_from_opening() -> None:
    assert looked_up(an_order(), down=True, order_number="WM-104823") == ()
    assert nothing_known(conversation()) == ()


def test_as_json_a_day_is_iso_and_what_is_not_known_is_left_out() -> None:
    known = OrderFacts("WM-104823", "shipped", "named", True, False, eta=day(2)).to_json()
    assert known == {
        "order_number": "WM-104823",
        "status": "shipped",
        "known_by": "named",
        "is_open": True,
        "is_cancellable": False,
        "eta": day(2).isoformat(),
        "dunning_level": 0,
        "how": "looked_up",
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo shop."""
    folder: Path = tmp_path_factory.mktemp("demo")
    engine = make_engine(f"sqlite:///{folder}/hotline.db")
    Base.metadata.create_all(engine)
    seed_if_empty(engine, FixedClock(NOW))
    yield engine
    engine.dispose()


def numbers(demo: Engine) -> set[str]:
    """The newest orders, and all of which something is sent back."""
    newest = select(ORDERS.c.order_number).order_by(ORDERS.c.placed_at.desc()).limit(60)
    with demo.connect() as db:
        return {*db.execute(newest).scalars(), *db.execute(select(RETURNS.c.order_number)).scalars()}


def test_bills_and_refunds_of_the_real_shop_are_found(demo: Engine) -> None:
    shop = SqlShop(demo, NOW.tzinfo)  # type: ignore[arg-type]
    look, talk, found = OrdersOfCase(shop, RETURN_DAYS), conversation(), list[OrderFacts]()
    for number in numbers(demo):
        talk.memory.facts = {"order_number": {"value": number}}
        found += look(talk)
    assert len(found) == len(numbers(demo)) > 60
    assert any(one.invoice_due for one in found)
    assert any(one.refund_until for one in found)
    assert all(one.withdrawal_until for one in found if one.status == "delivered")
