from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Engine, func, select

from bot.errors import NotCancellable, OrderNotFound, ShopUnavailable
from bot.shop.listing import newest_orders
from bot.shop.models import Cancellation, Order, OrderStatus
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import CancellationRow, OrderLineRow
from tests.shop.builders import BERLIN
from tests.shop.together import at_once


@pytest.fixture
def orders(engine: Engine, shop: SqlShop) -> list[Order]:
    return newest_orders(engine, BERLIN, None)


def first(orders: list[Order], *states: OrderStatus, paid: bool | None = None) -> Order:
    return next(order for order in orders if order.status in states and paid in (None, order.paid))


def test_a_paid_order_is_cancelled_and_refunded_within_fourteen_days(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    order = first(orders, OrderStatus.PAID)
    done = shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    assert (done.order_number, done.refund, done.payment) == (order.order_number, order.total, order.payment)
    assert done.refund_until == (now + timedelta(days=14)).date()
    after = shop.order(order.order_number)
    assert (after.status, after.cancelled_at) == (OrderStatus.CANCELLED, now)


def test_an_unpaid_order_needs_no_refund(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    order = first(orders, OrderStatus.PLACED)
    done = shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    assert (done.refund, done.refund_until) == (Decimal(0), None)


def test_who_cancelled_and_when_is_written_down_once(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    number = first(orders, OrderStatus.PAID).order_number
    for _ in range(3):
        shop.cancel(number, request_id="call-1", at=now, by="bot")
    entries = [event for event in shop.events_of(number) if event.what == "cancelled"]
    assert [(event.who, event.at, event.details["request_id"]) for event in entries] == [
        ("bot", now, "call-1")
    ]


def test_the_same_request_gets_the_same_answer_later(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    number = first(orders, OrderStatus.PAID).order_number
    done = shop.cancel(number, request_id="call-1", at=now, by="bot")
    again = shop.cancel(number, request_id="call-1", at=now + timedelta(hours=1), by="bot")
    assert again == done


def test_another_request_hears_that_it_is_cancelled_already(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    number = first(orders, OrderStatus.PAID).order_number
    shop.cancel(number, request_id="call-1", at=now, by="bot")
    with pytest.raises(NotCancellable) as refusal:
        shop.cancel(number, request_id="call-2", at=now, by="bot")
    assert refusal.value.status == "cancelled"


def test_what_was_ordered_is_back_in_stock_once(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    order = next(order for order in orders if order.is_cancellable and len(order.lines) > 1)
    pieces: Counter[str] = Counter()
    for line in order.lines:
        pieces[line.article_number] += line.quantity
    before = {article: shop.product(article).stock for article in pieces}
    for _ in range(2):
        shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    after = {article: shop.product(article).stock for article in pieces}
    assert after == {article: stock + pieces[article] for article, stock in before.items()}


def test_what_cannot_be_cancelled_leaves_the_stock_alone(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    order = first(orders, OrderStatus.PACKED)
    before = {line.article_number: shop.product(line.article_number).stock for line in order.lines}
    with pytest.raises(NotCancellable):
        shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    assert {article: shop.product(article).stock for article in before} == before


def test_an_article_no_longer_in_the_range_does_not_stand_in_the_way(
    shop: SqlShop, engine: Engine, orders: list[Order], now: datetime
) -> None:
    order = first(orders, OrderStatus.PAID)
    with transaction(engine) as session:
        line = session.scalars(select(OrderLineRow).where(OrderLineRow.order_number == order.order_number))
        line.first().article_number = "999999"  # type: ignore[union-attr]
    shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    assert shop.order(order.order_number).status == OrderStatus.CANCELLED


@pytest.mark.parametrize(
    "status", [status for status in OrderStatus if status not in (OrderStatus.PLACED, OrderStatus.PAID)]
)
def test_what_is_packed_or_further_stays_as_it_is(
    shop: SqlShop, orders: list[Order], now: datetime, status: OrderStatus
) -> None:
    order = first(orders, status)
    with pytest.raises(NotCancellable) as refusal:
        shop.cancel(order.order_number, request_id="call-1", at=now, by="bot")
    assert refusal.value.status == status
    assert shop.order(order.order_number) == order


def test_an_unknown_order_cannot_be_cancelled(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(OrderNotFound):
        shop.cancel("WM-000000", request_id="call-1", at=now, by="bot")


def test_one_request_id_for_two_orders_cancels_only_the_first(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    one, other = [order for order in orders if order.is_cancellable][:2]
    shop.cancel(one.order_number, request_id="call-1", at=now, by="bot")
    with pytest.raises(ShopUnavailable):
        shop.cancel(other.order_number, request_id="call-1", at=now, by="bot")
    assert shop.order(other.order_number) == other


def test_of_two_callers_at_once_exactly_one_cancels(
    shop: SqlShop, engine: Engine, orders: list[Order], now: datetime
) -> None:
    open_orders = [order.order_number for order in orders if order.is_cancellable][:8]
    for number in open_orders:
        calls = [partial(shop.cancel, number, request_id=f"{number}-{who}", at=now, by=who) for who in "ab"]
        results = at_once(*calls)
        assert {type(result) for result in results} == {Cancellation, NotCancellable}
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(CancellationRow)) == len(open_orders)


def test_one_request_delivered_twice_at_once_cancels_once(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    for order in [order for order in orders if order.is_cancellable][:8]:
        call = partial(shop.cancel, order.order_number, request_id=order.order_number, at=now, by="bot")
        one, other = at_once(call, call)
        assert isinstance(one, Cancellation)
        assert one == other
        assert [event.what for event in shop.events_of(order.order_number)].count("cancelled") == 1
