"""Level A2: a code is sent to what is stored, given back, and nothing else opens the door."""

from datetime import timedelta
from typing import Any

import pytest

from actions.action import HotlineAction
from actions.identify import proven_customer, proven_order
from actions.talk import Talk
from actions.wiring import Hotline
from bot.clock import FixedClock
from bot.shop.authentication import Level
from bot.shop.codes.rules import pseudonym
from bot.shop.models import Order
from bot.shop.textable import can_text
from tests.actions.caller import Answer, Caller
from tests.actions.codes import sent_code, wrong
from tests.actions.conftest import NOW, OrderLike

CALLER = pseudonym("+491713920001")


class Opens(HotlineAction):
    """A wish that needs A2 about an order."""

    action_name = "validate_order_form"

    def answer(self, talk: Talk) -> None:
        talk.reply.remember(wish="order_cancel")
        if proven_order(talk, Level.A2):
            talk.settle()


class OpensAccount(HotlineAction):
    """A wish that needs the customer alone."""

    action_name = "validate_order_form"
    level = Level.A1

    def answer(self, talk: Talk) -> None:
        talk.reply.remember(wish="loyalty_points")
        customer = proven_customer(talk, self.level)
        if customer:
            talk.reply.record(customer=customer.customer_id)
            talk.settle()


class ChangesAccount(OpensAccount):
    level = Level.A2


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    """Its customer has a mobile number and an e-mail address."""
    return order_like(phone=can_text, email=bool)


def at_the_code(order: Order, hotline: Hotline, **slots: Any) -> tuple[Caller, Answer]:
    caller = Caller(Opens, hotline, caller=CALLER, **slots)
    answer = caller.says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    return caller, answer


def test_after_number_and_postcode_a_code_is_sent_and_asked_for(order: Order, hotline: Hotline) -> None:
    caller, answer = at_the_code(order, hotline)
    assert answer.asks == "code"
    assert answer.requests == [{"send_code": {"customer_id": order.customer_id, "channel": "sms"}}]
    assert caller.slots["auth_level"] == "A1"


def test_no_contact_stands_in_what_the_dialogue_says_or_keeps(order: Order, hotline: Hotline) -> None:
    caller, answer = at_the_code(order, hotline)
    assert order.phone
    assert order.phone not in str((answer, caller.slots))
    assert str(order.email) not in str((answer, caller.slots))


def test_the_right_code_opens_the_order(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    answer = caller.says("inform", code=sent_code(asked, hotline))
    assert answer.responses == ["utter_code_right"]
    assert answer.done == ["order_cancel"]
    assert caller.slots["auth_level"] == "A2"


def test_a_second_wish_in_the_same_conversation_needs_no_second_code(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    caller.says("inform", code=sent_code(asked, hotline))
    assert caller.says("order_cancel").done == ["order_cancel"]


def test_another_conversation_needs_a_code_of_its_own(order: Order, hotline: Hotline) -> None:
    _, asked = at_the_code(order, hotline)
    sent_code(asked, hotline, conversation="another-call")
    caller, _ = at_the_code(order, hotline)
    assert caller.slots["requested_slot"] == "code"


def test_another_customers_order_needs_another_code(
    order: Order, hotline: Hotline, order_like: OrderLike
) -> None:
    caller, asked = at_the_code(order, hotline)
    caller.says("inform", code=sent_code(asked, hotline))
    other = order_like(phone=can_text, customer_id=lambda customer: customer != order.customer_id)
    answer = caller.says("order_cancel", order_number=other.order_number, postcode=other.postcode)
    assert answer.requests == [{"send_code": {"customer_id": other.customer_id, "channel": "sms"}}]


def test_a_wrong_code_may_be_corrected(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    code = sent_code(asked, hotline)
    answer = caller.says("inform", code=wrong(code))
    assert answer.responses == ["utter_code_wrong", "utter_ask_code"]
    assert caller.says("inform", code=code).done == ["order_cancel"]


def test_an_unclear_code_is_right_if_one_of_its_readings_is(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    code = sent_code(asked, hotline)
    assert caller.says("inform", code=[wrong(code), code]).done == ["order_cancel"]


def test_the_third_wrong_code_brings_a_person_for_good(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    code = sent_code(asked, hotline)
    for _ in range(2):
        caller.says("inform", code=wrong(code))
    answer = caller.says("inform", code=wrong(code))
    assert answer.handover
    assert answer.handover["reason"] == "authentication_failed"
    again = caller.says("order_cancel")
    assert again.handover
    assert not again.done


def test_too_few_digits_are_no_try(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    code = sent_code(asked, hotline)
    for _ in range(4):
        assert "utter_code_has_six_digits" in caller.says("inform", code=code[:4]).responses
    assert caller.says("inform", code=code).done == ["order_cancel"]


@pytest.mark.parametrize("words", ["lieber per E-Mail", "da kommt nichts an", "ich hab mein Handy nicht da"])
def test_the_other_way_is_taken_when_wished_or_needed(order: Order, hotline: Hotline, words: str) -> None:
    caller, asked = at_the_code(order, hotline)
    sent_code(asked, hotline)
    answer = caller.says("inform", words)
    assert answer.requests == [{"send_code": {"customer_id": order.customer_id, "channel": "email"}}]
    assert caller.says("inform", code=sent_code(answer, hotline)).done == ["order_cancel"]


def test_a_new_code_goes_the_same_way(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    sent_code(asked, hotline)
    answer = caller.says("inform", "bitte einen neuen Code")
    assert answer.requests == [{"send_code": {"customer_id": order.customer_id, "channel": "sms"}}]


def test_without_another_way_a_person_is_offered(order_like: OrderLike, hotline: Hotline) -> None:
    order = order_like(phone=can_text, email=None)
    caller, asked = at_the_code(order, hotline)
    sent_code(asked, hotline)
    assert caller.says("inform", "da kommt nichts").asks == "confirm_person"


def test_somebody_without_any_contact_gets_a_person(order_like: OrderLike, hotline: Hotline) -> None:
    order = order_like(phone=lambda phone: not can_text(phone), email=None)
    _, answer = at_the_code(order, hotline)
    assert answer.handover
    assert answer.handover["reason"] == "no_contact_for_code"


def test_too_many_codes_end_with_a_person(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    for _ in range(3):
        sent_code(asked, hotline)
    answer = caller.says("inform", "bitte einen neuen Code")
    assert answer.handover
    assert answer.handover["reason"] == "too_many_codes"


def test_an_old_code_is_replaced_by_a_new_one(order: Order, hotline: Hotline) -> None:
    caller, asked = at_the_code(order, hotline)
    code = sent_code(asked, hotline)
    later = Hotline(hotline.shop, hotline.knowledge, FixedClock(NOW + timedelta(minutes=11)))
    slow = Caller(Opens, later, **caller.slots)
    answer = slow.says("inform", code=code)
    assert answer.responses == ["utter_code_expired", "utter_ask_code"]
    assert "send_code" in str(answer.requests)


def test_something_in_between_sends_no_second_code(order: Order, hotline: Hotline) -> None:
    caller, _ = at_the_code(order, hotline)
    answer = caller.is_back()
    assert (answer.asks, answer.requests) == ("code", [])


def test_words_that_are_no_code_ask_again(order: Order, hotline: Hotline) -> None:
    caller, _ = at_the_code(order, hotline)
    caller.slots["attempt"] = 1
    answer = caller.says("inform", "äh, Moment mal")
    assert (answer.asks, answer.requests) == ("code", [])
    assert "einzeln" in answer.text


def test_no_code_at_all_offers_a_person(order: Order, hotline: Hotline) -> None:
    caller, _ = at_the_code(order, hotline)
    assert caller.says("deny", "nein, das mache ich nicht").asks == "confirm_person"


def test_calling_again_brings_no_new_tries(order: Order, hotline: Hotline) -> None:
    for call in ("one", "two", "three"):
        caller = Caller(Opens, hotline, caller=CALLER)
        answer = caller.says("order_cancel", order_number=order.order_number, postcode="99999")
        assert bool(answer.handover) is False, call
    answer = Caller(Opens, hotline, caller=CALLER).says("order_cancel")
    assert answer.handover
    assert answer.handover["reason"] == "authentication_failed"


def test_an_order_tried_from_many_numbers_is_closed_too(order: Order, hotline: Hotline) -> None:
    for number in ("1", "2", "3"):
        caller = Caller(Opens, hotline, caller=pseudonym(number))
        caller.says("order_cancel", order_number=order.order_number, postcode="99999")
    caller = Caller(Opens, hotline, caller=pseudonym("4"))
    answer = caller.says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    assert answer.handover
    other = Caller(Opens, hotline, caller=pseudonym("5"))
    assert not other.says("order_cancel").handover


def test_a_customer_is_known_by_any_of_the_orders(order: Order, hotline: Hotline) -> None:
    caller = Caller(OpensAccount, hotline)
    assert caller.says("loyalty_points").asks == "order_number"
    answer = caller.says("inform", order_number=order.order_number, postcode=order.postcode)
    assert {"record": {"customer": order.customer_id}} in answer.requests


def test_a_known_number_and_the_postcode_name_the_customer_without_choosing_an_order(
    order_like: OrderLike, hotline: Hotline
) -> None:
    order = order_like(order_number="WM-104823")
    caller = Caller(OpensAccount, hotline, caller_customers=[order.customer_id])
    caller.says("loyalty_points")
    answer = caller.says("inform", postcode=order.postcode)
    assert {"record": {"customer": order.customer_id}} in answer.requests
    assert caller.says("loyalty_points").done == ["loyalty_points"]


def test_a_change_of_the_account_needs_the_code(order: Order, hotline: Hotline) -> None:
    caller = Caller(ChangesAccount, hotline)
    asked = caller.says("loyalty_points", order_number=order.order_number, postcode=order.postcode)
    assert asked.asks == "code"
    assert caller.says("inform", code=sent_code(asked, hotline)).done == ["loyalty_points"]


def test_a_strangers_postcode_opens_no_account(order: Order, hotline: Hotline) -> None:
    caller = Caller(OpensAccount, hotline)
    answer = caller.says("loyalty_points", order_number=order.order_number, postcode="99999")
    assert "utter_mismatch" in answer.responses
