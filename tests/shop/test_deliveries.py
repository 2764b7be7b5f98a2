"""Addresses and delivery days change once, only while they still can, and no window is given twice."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, text

from bot.errors import NotChangeable, OrderNotFound, SlotTaken
from bot.shop.deliveries.models import Address, AddressChange, Slot, SlotBooking
from bot.shop.deliveries.rules import eta_elsewhere
from bot.shop.knowledge import load_knowledge
from bot.shop.listing import newest_orders
from bot.shop.models import Order, OrderStatus
from bot.shop.sql_shop import SqlShop
from tests.shop.conftest import BERLIN
from tests.shop.together import at_once

HAMBURG = Address("Lindenallee 12b", "20095", "Hamburg", "DE")
SLOT = Slot("DE-OST", date(2026, 11, 26), time(8), time(12), places=2)


@pytest.fixture
def orders(engine: Engine) -> list[Order]:
    return newest_orders(engine, BERLIN, None)


@pytest.fixture
def order(orders: list[Order]) -> Order:
    return next(order for order in orders if order.status is OrderStatus.PAID and order.email)


def changed(order: Order, now: datetime, request_id: str = "r1") -> AddressChange:
    return AddressChange(request_id, order.order_number, HAMBURG, now)


def test_an_order_goes_elsewhere_with_its_history_and_a_notice(
    shop: SqlShop, engine: Engine, order: Order, now: datetime
) -> None:
    shop.deliveries.change_address(changed(order, now))
    after = shop.order(order.order_number)
    assert (after.street, after.postcode, after.city) == ("Lindenallee 12b", "20095", "Hamburg")
    assert shop.events_of(order.order_number)[-1].what in ("address_changed", "address_changed_sent")
    with engine.connect() as db:
        mail = db.execute(text("SELECT recipient FROM shop_mail WHERE document='address_changed'")).one()
        before = db.execute(text("SELECT street_before, postcode_before FROM shop_address_changes")).one()
    assert mail.recipient == order.email
    assert (before.street_before, before.postcode_before) == (order.street, order.postcode)


def test_the_same_request_again_changes_nothing(
    shop: SqlShop, engine: Engine, order: Order, now: datetime
) -> None:
    first, second = (shop.deliveries.change_address(changed(order, now)) for _ in range(2))
    assert first == second
    with engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM shop_address_changes")).scalar() == 1


def test_the_same_request_at_the_same_moment_changes_once(
    shop: SqlShop, engine: Engine, order: Order, now: datetime
) -> None:
    at_once(*[lambda: shop.deliveries.change_address(changed(order, now))] * 3)
    with engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM shop_address_changes")).scalar() == 1


@pytest.mark.parametrize("status", [OrderStatus.PACKED, OrderStatus.SHIPPED, OrderStatus.CANCELLED])
def test_once_packed_nothing_changes(
    shop: SqlShop, orders: list[Order], now: datetime, status: OrderStatus
) -> None:
    order = next(order for order in orders if order.status is status)
    with pytest.raises(NotChangeable):
        shop.deliveries.change_address(changed(order, now))
    assert shop.order(order.order_number).street == order.street


def test_an_unknown_order_cannot_be_sent_elsewhere(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(OrderNotFound):
        shop.deliveries.change_address(AddressChange("r", "WM-000000", HAMBURG, now))


@pytest.mark.parametrize(
    ("eta", "same", "after"),
    [
        (date(2026, 11, 26), True, date(2026, 11, 26)),
        (date(2026, 11, 26), False, date(2026, 11, 27)),
        (date(2026, 11, 28), False, date(2026, 11, 30)),
        (date(2026, 12, 24), False, date(2026, 12, 28)),
        (None, False, None),
    ],
)
def test_another_postcode_takes_one_delivery_day_more(eta: date, same: bool, after: date) -> None:
    assert eta_elsewhere(eta, same, "DE") == after


def booking(number: str, now: datetime, request_id: str | None = None, slot: Slot = SLOT) -> SlotBooking:
    return SlotBooking(request_id or f"r-{number}", number, slot, now)


def schedulable(orders: list[Order]) -> list[str]:
    return [order.order_number for order in orders if order.is_cancellable]


def test_an_agreed_day_is_the_orders_day(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    number = schedulable(orders)[0]
    shop.deliveries.book(booking(number, now))
    assert shop.order(number).eta == SLOT.day
    slot = shop.deliveries.slot_of(number)
    assert slot
    assert (slot.day, slot.starts) == (SLOT.day, SLOT.starts)
    assert shop.events_of(number)[-1].details["window"] == "08:00-12:00"


def test_a_window_takes_no_more_than_its_places(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    for number in schedulable(orders)[:2]:
        shop.deliveries.book(booking(number, now))
    assert shop.deliveries.free([SLOT]) == ()
    with pytest.raises(SlotTaken):
        shop.deliveries.book(booking(schedulable(orders)[2], now))


def test_callers_at_the_same_moment_share_the_places(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    numbers = schedulable(orders)[:5]
    results = at_once(*[lambda n=n: shop.deliveries.book(booking(n, now)) for n in numbers])
    assert len([result for result in results if isinstance(result, SlotTaken)]) == 3
    assert len([result for result in results if isinstance(result, Slot)]) == 2


def test_moving_frees_the_earlier_place(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    number = schedulable(orders)[0]
    shop.deliveries.book(booking(number, now))
    later = Slot("DE-OST", SLOT.day + timedelta(days=7), time(8), time(12))
    shop.deliveries.book(booking(number, now, "r2", later))
    assert shop.deliveries.free([later]) == ()
    assert shop.deliveries.free([SLOT]) == (SLOT,)


def test_the_same_booking_again_is_the_same(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    number = schedulable(orders)[0]
    for _ in range(3):
        shop.deliveries.book(booking(number, now))
    assert len(shop.deliveries.free([SLOT])) == 1


def test_a_shipped_order_has_no_day_to_agree(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    number = next(order.order_number for order in orders if order.status is OrderStatus.SHIPPED)
    with pytest.raises(NotChangeable):
        shop.deliveries.book(booking(number, now))


def test_the_agent_keeps_to_days_holidays_and_lead_time() -> None:
    offers = load_knowledge().haulage.offers("DE", "01067", date(2026, 12, 14))
    days = {offer.day for offer in offers}
    assert min(days) == date(2026, 12, 17)
    assert {day.weekday() for day in days} == {1, 3}
    assert date(2026, 12, 24) in days
    # New Year's Eve is no holiday, but the first Friday of January would be beyond the three weeks.
    assert max(days) == date(2026, 12, 31)


def test_the_longest_prefix_decides_the_region() -> None:
    haulage = load_knowledge().haulage
    regions = [haulage.region_of("DE", code) for code in ("39104", "30159", "34117", "97070")]
    assert [region.id for region in regions if region] == ["DE-OST", "DE-NORD", "DE-MITTE", "DE-MITTE"]
    assert haulage.region_of("FR", "75001") is None


def test_cities_by_postcode(shop: SqlShop) -> None:
    assert shop.deliveries.cities("20095", "DE") == ("Hamburg",)
    assert shop.deliveries.cities("20095", "AT") == ()
    assert shop.deliveries.cities("99999", "DE") == ()


def test_the_streets_of_a_postcode_are_those_delivered_to_without_numbers(
    shop: SqlShop, orders: list[Order], order: Order
) -> None:
    streets = shop.deliveries.streets(order.postcode)
    assert order.street.rpartition(" ")[0] in streets
    assert not any(character.isdigit() for street in streets for character in street)
    assert shop.deliveries.streets("00000") == ()
