"""One form for everything about an order: changes of mind, things in between, declarations."""

import pytest

from actions.forms import NO_CHANGE_OF_SUBJECT, ORDER_FORM
from bot.shop.models import OrderStatus
from tests.actions.conftest import Call, OrderLike
from tests.actions.wordings import domain


def test_a_change_of_mind_keeps_what_was_said(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    caller.says("order_cancel", order_number=order.order_number)
    assert caller.says("order_status", "sagen Sie mir erst, wo sie ist").asks == "postcode"
    assert caller.says("inform", postcode=order.postcode).done == ["order_status"]


def test_a_settled_wish_is_forgotten_and_the_order_is_not(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    caller.says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert caller.slots["wish"] is None
    assert caller.slots["order_number"] == order.order_number


# One that was made in the console stands in domain.yml and nowhere in the code.
ELSEWHERE = {*domain()["intents"], "made_in_the_console"} - NO_CHANGE_OF_SUBJECT - ORDER_FORM


@pytest.mark.parametrize("intent", sorted(ELSEWHERE))
def test_what_is_not_about_an_order_is_left_to_a_rule(call: Call, intent: str) -> None:
    caller = call()
    caller.says("order_status")
    assert caller.says(intent, postcode="20095").refused


def test_what_was_said_in_between_does_not_touch_the_order(call: Call) -> None:
    caller = call()
    caller.says("order_status", order_number=["WM-104823"])
    caller.says("store_hours_location", "haben Sie in 20095 offen", postcode="20095")
    assert caller.slots.get("postcode") is None


def test_the_open_question_is_asked_again_afterwards(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PLACED), call()
    caller.says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    caller.says("return_how", "wie schicke ich was zurück")
    answer = caller.is_back()
    assert answer.asks == "confirm_cancel"
    assert answer.responses[0].startswith("utter_confirm_cancel")


def test_an_offer_of_a_person_survives_a_word_in_between(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PACKED), call()
    caller.says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    again = caller.is_back()
    assert (again.responses, again.asks) == (["utter_offer_person"], "confirm_person")
    assert caller.says("affirm").handover


def test_an_offer_is_dropped_when_the_caller_wants_something_else(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PACKED), call()
    caller.says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    assert caller.says("order_status").done == ["order_status"]
    assert caller.slots["person_offer"] is None


@pytest.mark.parametrize(("attempt", "wording"), [(0, "first"), (1, "again"), (2, "last"), (7, "last")])
def test_a_question_is_worded_anew_each_time(call: Call, attempt: int, wording: str) -> None:
    caller = call()
    caller.says("order_status")
    caller.slots["attempt"] = attempt
    caller.says("inform", "mhm")
    assert caller.slots["wording"] == wording


def test_a_new_question_starts_with_its_first_wording(call: Call) -> None:
    caller = call()
    caller.says("order_status")
    caller.slots["attempt"] = 1
    caller.says("inform", order_number="WM-104823")
    assert (caller.slots["requested_slot"], caller.slots["wording"]) == ("postcode", "first")
