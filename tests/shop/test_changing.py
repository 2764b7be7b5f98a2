"""An order changes as a whole or not at all, and only until it is packed."""

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from bot.errors import NotChangeable, OrderNotFound, SoldOut
from bot.shop.listing import newest_orders
from bot.shop.models import Order, OrderStatus
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN
from tests.shop.ordering import change, draft


@pytest.fixture
def placed(shop: SqlShop, now: datetime) -> str:
    return shop.ordering.place(draft(shop, now), request_id="call-1:order", at=now).order_number


def test_lines_total_and_stock_follow(shop: SqlShop, now: datetime, placed: str) -> None:
    taken = shop.ordering.change(
        change(shop, placed, {"481207": 1, "481290": 1}, now), request_id="c1", at=now
    )
    order = shop.order(placed)
    assert [(line.article_number, line.quantity) for line in order.lines] == [("481207", 1), ("481290", 1)]
    assert order.total == taken.total == Decimal("64.75")
    assert taken.difference == Decimal("64.75") - Decimal("69.80")
    assert (shop.product("481207").stock, shop.product("481290").stock) == (41, 57)


def test_the_same_request_changes_once(shop: SqlShop, now: datetime, placed: str) -> None:
    wanted = change(shop, placed, {"481207": 3}, now)
    answers = [shop.ordering.change(wanted, request_id="c1", at=now) for _ in range(2)]
    assert answers[0] == answers[1]
    assert shop.product("481207").stock == 39


def test_what_is_not_there_changes_nothing(shop: SqlShop, now: datetime, placed: str) -> None:
    with pytest.raises(SoldOut):
        shop.ordering.change(change(shop, placed, {"481207": 1, "481214": 1}, now), request_id="c1", at=now)
    assert [line.quantity for line in shop.order(placed).lines] == [2]
    assert shop.product("481207").stock == 40


@pytest.mark.parametrize("status", [OrderStatus.PACKED, OrderStatus.SHIPPED, OrderStatus.CANCELLED])
def test_after_packing_only_a_person_can(
    shop: SqlShop, now: datetime, engine: Engine, status: OrderStatus
) -> None:
    order = like(engine, status)
    with pytest.raises(NotChangeable):
        shop.ordering.change(change(shop, order.order_number, {"481207": 1}, now), request_id="c1", at=now)
    assert shop.order(order.order_number) == order


def test_an_unknown_order_is_named_as_such(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(OrderNotFound):
        shop.ordering.change(change(shop, "WM-999999", {"481207": 1}, now), request_id="c1", at=now)


def test_money_a_paid_order_leaves_open_is_written_down(shop: SqlShop, now: datetime, engine: Engine) -> None:
    order = like(engine, OrderStatus.PAID)
    taken = shop.ordering.change(
        change(shop, order.order_number, {"481207": 1}, now), request_id="c1", at=now
    )
    with engine.connect() as db:
        rows = db.execute(text("SELECT order_number, amount FROM shop_adjustments")).all()
    assert [tuple(row) for row in rows] == [(order.order_number, int(taken.difference * 100))]


def test_the_history_names_both_totals(shop: SqlShop, now: datetime, placed: str) -> None:
    shop.ordering.change(change(shop, placed, {"481207": 1}, now), request_id="c1", at=now)
    event = next(event for event in shop.events_of(placed) if event.what == "changed")
    assert (event.details["before"], event.details["total"]) == ("69.80", "39.85")


def like(engine: Engine, status: OrderStatus) -> Order:
    return next(order for order in newest_orders(engine, BERLIN, None) if order.status is status)
