from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.errors import OrderNotFound, ProductNotFound, ShopUnavailable
from bot.shop.listing import newest_orders
from bot.shop.models import Order, ReturnStatus
from bot.shop.sql_shop import SqlShop
from bot.store.database import make_engine
from tests.shop.builders import BERLIN


@pytest.fixture
def shop(lasting_engine: Engine) -> SqlShop:
    """Read only, so one copy serves all."""
    return SqlShop(lasting_engine, BERLIN)


@pytest.fixture
def orders(lasting_engine: Engine) -> list[Order]:
    return newest_orders(lasting_engine, BERLIN, None)


def test_an_order_comes_with_its_lines_and_its_sum(shop: SqlShop) -> None:
    order = shop.order("WM-104823")
    assert order.total == order.shipping + sum(line.price * line.quantity for line in order.lines)
    assert order.lines
    assert order.placed_at.tzinfo == BERLIN


@pytest.mark.parametrize(
    "number", ["WM-000000", "", "wm-104823", "WM-104823'; DROP TABLE shop_orders; --", "😀", "\0", "\ud800"]
)
def test_only_the_exact_number_finds_an_order(shop: SqlShop, number: str) -> None:
    with pytest.raises(OrderNotFound):
        shop.order(number)
    assert shop.order("WM-104823")


def test_a_phone_number_names_its_customers_and_nobody_else(shop: SqlShop, orders: list[Order]) -> None:
    order = shop.order("WM-104823")
    assert order.phone is not None
    assert order.customer_id in shop.customers_with_phone(order.phone)
    assert shop.customers_with_phone("+4915799999999") == ()
    assert shop.customers_with_phone("anonymous") == ()


def test_a_shared_phone_number_names_the_whole_household(shop: SqlShop, orders: list[Order]) -> None:
    owners = Counter(phone for phone, _ in {(order.phone, order.customer_id) for order in orders} if phone)
    shared = next(phone for phone, count in owners.items() if count > 1)
    assert len(shop.customers_with_phone(shared)) > 1


def test_a_customers_orders_come_newest_first(shop: SqlShop, orders: list[Order]) -> None:
    busiest = Counter(order.customer_id for order in orders).most_common(1)[0][0]
    mine = shop.orders_of([busiest])
    assert len(mine) > 1
    assert list(mine) == [order for order in orders if order.customer_id == busiest]
    assert shop.orders_of([]) == ()


def test_of_many_readings_those_that_exist_remain(shop: SqlShop) -> None:
    readings = ["WM-104823", "WM-104832", "WM-118340", "not a number"]
    assert shop.existing(readings) == {"WM-104823", "WM-118340"}
    assert shop.existing([]) == frozenset()
    assert shop.existing(["\0", "\ud800"]) == frozenset()


def test_returns_in_all_states_can_be_found(shop: SqlShop, orders: list[Order]) -> None:
    found = [back for order in orders for back in shop.returns_of(order.order_number)]
    assert {back.status for back in found} == set(ReturnStatus)
    assert shop.returns_of("WM-000000") == ()


def test_the_history_is_told_in_order(shop: SqlShop, orders: list[Order]) -> None:
    delivered = next(order for order in orders if order.delivered_at)
    events = shop.events_of(delivered.order_number)
    assert [event.what for event in events] == ["placed", "shipped", "delivered"]
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_a_product_is_found_by_number_and_by_name(shop: SqlShop) -> None:
    assert shop.product("481207").name("de") == "Thermoskanne Alvik 1 Liter"
    (match, *_) = shop.find_products("do you have the vacuum flask", "en")
    assert match.product == shop.product("481207")
    with pytest.raises(ProductNotFound):
        shop.product("000000")


def test_a_database_that_fails_is_an_unavailable_shop_without_personal_data(tmp_path: Path) -> None:
    broken = SqlShop(make_engine(f"sqlite:///{tmp_path}/nothing/there.db"), BERLIN)
    with pytest.raises(ShopUnavailable) as failure:
        broken.customers_with_phone("+4917139200042")
    assert "4917139200042" not in repr(failure.value)
    assert failure.value.__cause__ is None
