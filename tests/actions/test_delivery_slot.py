"""The day bulky goods come: offered days and hours, an explicit yes, and what the caller must know."""

from dataclasses import replace

import pytest

from actions.order_form import OrderForm
from actions.wiring import Hotline
from bot.shop.deliveries.models import SlotBooking
from bot.shop.models import Order, OrderLine, OrderStatus, ProductFlag
from bot.shop.policies import Knowledge
from tests.actions.caller import Answer, Caller
from tests.actions.conftest import NOW, Call, OrderLike, Rows

WISH = "delivery_slot"
SLOTS = "SELECT order_number, day, starts FROM shop_delivery_slots"


def bulky(lines: tuple[OrderLine, ...]) -> bool:
    return any(ProductFlag.BULKY in line.flags for line in lines)


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    scheduled = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PACKED)
    return order_like(status=lambda status: status in scheduled, lines=bulky, country="DE")


def asked(
    call: Call, order: Order, words: str = "wann kommt der Schrank", **entities: str
) -> tuple[Caller, Answer]:
    caller = call()
    answer = caller.says(WISH, words, order_number=order.order_number, postcode=order.postcode, **entities)
    return caller, answer


def first_day(hotline: Hotline, order: Order) -> str:
    return hotline.knowledge.haulage.offers("DE", order.postcode, NOW.date())[0].day.isoformat()


def test_two_days_are_offered_then_hours_then_a_yes(
    call: Call, order: Order, hotline: Hotline, rows: Rows
) -> None:
    caller, days = asked(call, order)
    day = first_day(hotline, order)
    assert (days.asks, day in days.text) == ("slot_date", True)
    hours = caller.says("inform", "am Dienstag", date=day)
    assert (hours.asks, "[[time:08:00]]" in hours.text) == ("slot_window_text", True)
    whole = caller.says("inform", "lieber nachmittags")
    assert (whole.asks, "[[time:12:00]]" in whole.text) == ("confirm_slot", True)
    assert rows(SLOTS) == []
    answer = caller.says("affirm", "ja")
    assert answer.responses == ["utter_slot_agreed", "utter_slot_notice", "utter_slot_carried"]
    assert answer.done == [WISH]
    (row,) = rows(SLOTS)
    assert (row["order_number"], str(row["day"])) == (order.order_number, day)


def test_the_agreed_day_is_the_expected_day_from_now_on(call: Call, order: Order, hotline: Hotline) -> None:
    day = first_day(hotline, order)
    caller, _ = asked(call, order, date=day)
    caller.says("inform", "um neun", time="09:00")
    caller.says("affirm", "ja")
    assert str(hotline.shop.order(order.order_number).eta) == day


def test_a_day_the_agent_does_not_come_brings_the_nearest_ones(call: Call, order: Order) -> None:
    _, answer = asked(call, order, "kann er am Sonntag kommen", date="2026-12-06")
    assert answer.responses[:2] == ["utter_slot_not_that_day", "utter_slot_two_days"]


def test_no_to_the_slot_asks_for_another_day(call: Call, order: Order, hotline: Hotline, rows: Rows) -> None:
    caller, _ = asked(call, order, date=first_day(hotline, order))
    caller.says("inform", "vormittags")
    assert caller.says("deny", "nein").asks == "slot_date"
    assert rows(SLOTS) == []


def test_a_yes_with_another_time_is_read_back_first(
    call: Call, order: Order, hotline: Hotline, rows: Rows
) -> None:
    caller, _ = asked(call, order, date=first_day(hotline, order))
    caller.says("inform", "vormittags")
    answer = caller.says("affirm", "ja, aber nachmittags")
    assert (answer.asks, "[[time:12:00]]" in answer.text) == ("confirm_slot", True)
    assert rows(SLOTS) == []


def test_an_agreed_day_can_be_moved(call: Call, order: Order, hotline: Hotline, rows: Rows) -> None:
    offers = hotline.knowledge.haulage.offers("DE", order.postcode, NOW.date())
    hotline.shop.deliveries.book(SlotBooking("earlier", order.order_number, offers[0], NOW))
    caller, _ = asked(call, order, date=offers[-1].day.isoformat())
    caller.says("inform", "vormittags")
    caller.says("affirm", "ja")
    (row,) = rows(SLOTS)
    assert str(row["day"]) == offers[-1].day.isoformat()


def test_the_last_place_taken_while_we_asked_is_not_given_twice(
    call: Call, order: Order, hotline: Hotline, orders: list[Order], rows: Rows
) -> None:
    slot = hotline.knowledge.haulage.offers("DE", order.postcode, NOW.date())[0]
    caller, _ = asked(call, order, date=slot.day.isoformat())
    caller.says("inform", "vormittags")
    others = [other for other in orders if other.is_cancellable and other != order][: slot.places]
    for other in others:
        hotline.shop.deliveries.book(SlotBooking(f"r{other.order_number}", other.order_number, slot, NOW))
    answer = caller.says("affirm", "ja")
    assert answer.responses[0] == "utter_slot_just_taken"
    assert (answer.asks, "[[time:12:00]]" in answer.text) == ("confirm_slot", True)
    assert len(rows(SLOTS)) == slot.places


def test_an_ordinary_parcel_has_no_appointment(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID, lines=lambda lines: not bulky(lines))
    _, answer = asked(call, order)
    assert answer.done == [WISH]
    assert answer.responses[0].startswith("utter_slot_parcel")


def test_where_the_agent_does_not_go_a_person_looks(call: Call, order: Order, hotline: Hotline) -> None:
    empty = Hotline(hotline.shop, _without_rounds(hotline), hotline.clock)
    caller = Caller(OrderForm, empty)
    answer = caller.says(WISH, order_number=order.order_number, postcode=order.postcode)
    assert answer.asks == "confirm_person"
    handed = caller.says("affirm", "ja").handover
    assert handed
    assert handed["reason"] == "no_delivery_slot"


def _without_rounds(hotline: Hotline) -> Knowledge:
    return replace(hotline.knowledge, haulage=replace(hotline.knowledge.haulage, regions=()))


def test_a_day_named_before_the_order_was_known_is_kept(call: Call, order: Order, hotline: Hotline) -> None:
    caller = call()
    caller.says(WISH, "kann der Schrank am … vormittags kommen", date=first_day(hotline, order))
    caller.says("inform", order_number=order.order_number)
    assert caller.says("inform", postcode=order.postcode).asks == "confirm_slot"
