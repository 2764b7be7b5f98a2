from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import OrderNotFound
from bot.shop.authentication import Claims, Level, authenticate, same_postcode
from bot.shop.models import Order, OrderStatus
from tests.shop.builders import an_order

MINE = an_order(order_number="WM-104823", customer_id="C1001", postcode="01067")
ALSO_MINE = replace(MINE, order_number="WM-118340", placed_at=MINE.placed_at - timedelta(days=1))
OLD = replace(MINE, order_number="WM-100111", status=OrderStatus.DELIVERED)
FOREIGN = an_order(order_number="WM-160275", customer_id="C1002", postcode="1070", country="AT")
SWISS = an_order(order_number="WM-170001", customer_id="C1003", postcode="8001", country="CH")


class Orders:
    def __init__(self, *orders: Order) -> None:
        self._orders = orders

    def order(self, order_number: str) -> Order:
        for order in self._orders:
            if order.order_number == order_number:
                return order
        raise OrderNotFound

    def orders_of(self, customer_ids: Collection[str]) -> tuple[Order, ...]:
        return tuple(order for order in self._orders if order.customer_id in customer_ids)


SHOP = Orders(MINE, ALSO_MINE, OLD, FOREIGN, SWISS)


def test_number_and_postcode_prove_the_order() -> None:
    result = authenticate(Claims("WM-104823", "01067"), SHOP)
    assert (result.level, result.orders) == (Level.A1, (MINE,))


@pytest.mark.parametrize(
    ("number", "postcode"), [("WM-160275", "1070"), ("WM-170001", "8001"), ("WM-160275", "A-1070")]
)
def test_four_digit_postcodes_do_as_well(number: str, postcode: str) -> None:
    assert authenticate(Claims(number, postcode), SHOP).level is Level.A1


def test_a_known_phone_number_alone_proves_nothing() -> None:
    result = authenticate(Claims(caller_customers=("C1001",)), SHOP)
    assert (result.level, result.orders, result.ask) == (Level.A0, (), "postcode")


def test_a_known_phone_number_and_the_callers_own_order_need_no_postcode() -> None:
    assert authenticate(Claims("WM-104823", caller_customers=("C1001",)), SHOP).orders == (MINE,)


def test_a_known_phone_number_does_not_open_somebody_elses_order() -> None:
    result = authenticate(Claims("WM-160275", caller_customers=("C1001",)), SHOP)
    assert (result.level, result.ask) == (Level.A0, "postcode")


def test_a_known_phone_number_and_postcode_give_all_open_orders() -> None:
    assert authenticate(Claims(None, "01067", ("C1001",)), SHOP).orders == (MINE, ALSO_MINE)


def test_without_an_open_order_the_past_ones_are_meant() -> None:
    assert authenticate(Claims(None, "01067", ("C1001",)), Orders(OLD)).orders == (OLD,)


def test_an_unknown_caller_with_a_postcode_is_asked_for_the_number() -> None:
    result = authenticate(Claims(None, "01067"), SHOP)
    assert (result.level, result.ask, result.failed) == (Level.A0, "order_number", False)


def test_a_wrong_postcode_and_a_number_that_does_not_exist_look_the_same() -> None:
    wrong_postcode = authenticate(Claims("WM-104823", "99999"), SHOP)
    wrong_number = authenticate(Claims("WM-999999", "01067"), SHOP)
    assert wrong_postcode == wrong_number
    assert (wrong_postcode.level, wrong_postcode.failed, wrong_postcode.failures) == (Level.A0, True, 1)


def test_before_the_postcode_is_said_nobody_learns_whether_the_number_exists() -> None:
    assert authenticate(Claims("WM-104823"), SHOP) == authenticate(Claims("WM-999999"), SHOP)


def test_the_third_failure_locks() -> None:
    assert not authenticate(Claims("WM-104823", "99999", failures=1), SHOP).locked
    assert authenticate(Claims("WM-104823", "99999", failures=2), SHOP).locked


def test_once_locked_even_the_right_answer_opens_nothing() -> None:
    result = authenticate(Claims("WM-104823", "01067", failures=3), SHOP)
    assert (result.level, result.orders, result.locked) == (Level.A0, (), True)


def test_a_wrong_postcode_from_a_known_number_is_a_failure_too() -> None:
    assert authenticate(Claims(None, "99999", ("C1001",)), SHOP).failed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("01067", "D-01067", True), ("0 10 67", "01067", True), ("01067", "1067", False), ("", "", False)],
)
def test_postcodes_are_compared_by_their_digits(one: str, other: str, same: bool) -> None:
    assert same_postcode(one, other) is same
