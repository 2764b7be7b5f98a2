from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

import phonenumbers
import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.shop.demo import seed_if_empty
from bot.shop.demo.people import read_places
from bot.shop.listing import as_json, newest_orders
from bot.shop.models import Order, OrderStatus, PaymentMethod
from bot.shop.sql_shop import SqlShop
from bot.store.database import Base, make_engine
from tests.shop.builders import BERLIN
from tests.shop.together import at_once


@pytest.fixture(scope="module")
def orders() -> list[Order]:
    return seeded(datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN))


def seeded(now: datetime) -> list[Order]:
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    seed_if_empty(engine, FixedClock(now))
    return newest_orders(engine, BERLIN, None)


def test_there_are_enough_orders_in_every_state(orders: list[Order]) -> None:
    assert len(orders) >= 300
    assert set(Counter(order.status for order in orders)) == set(OrderStatus)
    assert {order.country for order in orders} == {"DE", "AT", "CH"}
    assert {order.payment for order in orders} == set(PaymentMethod)


def test_order_numbers_are_unique_spread_and_sometimes_easily_confused(orders: list[Order]) -> None:
    numbers = {int(order.order_number[3:]) for order in orders}
    assert len(numbers) == len(orders)
    assert all(100_000 <= number < 200_000 for number in numbers)
    assert len({number // 10_000 for number in numbers}) == 10
    assert any(apart(one, other) == 1 for one in numbers for other in numbers)


def apart(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(str(one), str(other), strict=True))


def test_the_same_seed_gives_the_same_shop_whatever_the_day(orders: list[Order]) -> None:
    later = {order.order_number: order for order in seeded(datetime(2027, 3, 5, 17, 45, tzinfo=BERLIN))}
    assert set(later) == {order.order_number for order in orders}
    for order in orders:
        same = later[order.order_number]
        assert (same.customer_id, same.status, same.total) == (order.customer_id, order.status, order.total)


@pytest.mark.parametrize(
    "text", ["2026-11-22T00:05", "2026-12-27T12:00", "2028-02-29T23:55", "2027-04-05T08:00"]
)
def test_on_any_day_the_cases_a_caller_can_ask_about_exist(text: str) -> None:
    now = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    orders = seeded(now)
    shipped = [order for order in orders if order.status is OrderStatus.SHIPPED]
    assert any(order.eta and order.eta > now.date() for order in shipped)
    assert any(order.eta and order.eta < now.date() - timedelta(days=2) for order in shipped)
    assert any(day(order.delivered_at) == now.date() - timedelta(days=1) for order in orders)
    assert (
        any(day(order.delivered_at) == now.date() - timedelta(days=13) for order in orders) or now.weekday()
    )
    assert all(moment <= now for order in orders for moment in life(order))


def day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def life(order: Order) -> list[datetime]:
    moments = (order.placed_at, order.shipped_at, order.last_scan_at, order.delivered_at)
    return [moment for moment in moments if moment]


def test_nothing_happens_before_what_must_come_first(orders: list[Order]) -> None:
    for order in orders:
        assert life(order) == sorted(life(order)), order.order_number
        if order.cancelled_at:
            assert order.placed_at <= order.cancelled_at, order.order_number


def test_open_orders_are_expected_on_days_when_parcels_come(orders: list[Order]) -> None:
    assert all(order.eta.weekday() != 6 for order in orders if order.eta and order.eta > date(2026, 11, 24))


def test_states_and_facts_agree(orders: list[Order]) -> None:
    for order in orders:
        assert (order.invoice_number is None) == (order.shipped_at is None)
        assert (order.cancelled_at is not None) == (order.status is OrderStatus.CANCELLED)
        if order.status is OrderStatus.PARTIALLY_SHIPPED:
            assert {line.shipped for line in order.lines} == {True, False}
        if order.status is OrderStatus.PARTIALLY_RETURNED:
            assert {line.returned for line in order.lines} == {True, False}


def test_every_postcode_belongs_to_its_city(orders: list[Order]) -> None:
    pairs = {country: {tuple(pair) for pair in places} for country, places in read_places().items()}
    assert all((order.postcode, order.city) in pairs[order.country] for order in orders)


def test_no_number_can_reach_a_real_person(orders: list[Order]) -> None:
    free = (
        "+493023125",
        "+496990009",
        "+494066969",
        "+492214710",
        "+498999998",
        "+4917139200",
        "+49176040690",
    )
    for phone in {order.phone for order in orders if order.phone}:
        parsed = phonenumbers.parse(phone)
        assert phonenumbers.is_possible_number(parsed), phone
        assert phone.startswith(free) or not phonenumbers.is_valid_number(parsed), phone


def test_no_address_can_reach_a_real_mailbox(orders: list[Order]) -> None:
    domains = {order.email.rpartition("@")[2] for order in orders if order.email}
    assert domains <= {"example.com", "example.org", "example.net", "mail.example"}


def test_some_callers_have_several_open_orders_and_some_no_number(orders: list[Order]) -> None:
    open_orders = Counter(order.customer_id for order in orders if order.is_open)
    assert max(open_orders.values()) > 1
    assert any(order.phone is None for order in orders)


def test_the_thermos_flask_can_be_asked_for(engine: Engine, shop: SqlShop) -> None:
    assert shop.product("481207").stock > 0
    sold_out = [match for match in shop.find_products("Wolldecke", "de") if match.product.stock == 0]
    assert sold_out[0].product.restock_on


def test_a_shop_with_orders_is_left_alone(engine: Engine, shop: SqlShop, clock: FixedClock) -> None:
    before = as_json(newest_orders(engine, BERLIN, None))
    assert seed_if_empty(engine, clock, seed=99) == 0
    assert as_json(newest_orders(engine, BERLIN, None)) == before


def test_two_processes_seeding_at_once_make_one_shop(empty: Engine, clock: FixedClock) -> None:
    counts = at_once(partial(seed_if_empty, empty, clock), partial(seed_if_empty, empty, clock))
    assert sorted(counts)[0] == 0
    assert len(newest_orders(empty, BERLIN, None)) == sorted(counts)[1]
