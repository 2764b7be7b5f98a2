"""Ending a subscription: taken from anybody, with one question at most, confirmed in writing."""

import pytest

from actions.subscription_form import SubscriptionForm
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Caller
from tests.actions.conftest import OrderLike, Rows
from tests.actions.proving import proven_caller

WISH = "subscription_cancel"


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(order_number="WM-104823")


@pytest.fixture
def owner(hotline: Hotline, order: Order) -> Caller:
    return Caller(SubscriptionForm, hotline, caller_customers=[order.customer_id])


def test_who_names_his_contract_is_asked_nothing(owner: Caller, order: Order, rows: Rows) -> None:
    answer = owner.says(WISH, "ich kündige mein kaffee abo")
    assert answer.responses == ["utter_subscription_end_recorded", "utter_subscription_end_email"]
    assert answer.done == [WISH]
    assert "2026-11-23" in answer.text
    (ended,) = rows("SELECT subscription_number, ends_on, verified FROM shop_subscription_ends")
    (contract,) = rows("SELECT ends_on FROM shop_subscriptions WHERE subscription_number = 'AB-100003'")
    assert ended == {"subscription_number": "AB-100003", "ends_on": "2026-12-07", "verified": 1}
    assert contract == {"ends_on": "2026-12-07"}
    (mail,) = rows("SELECT recipient, body FROM shop_mail")
    assert mail["recipient"] == order.email
    assert "07.12.2026" in mail["body"]


def test_without_a_code_its_end_is_not_said(owner: Caller) -> None:
    assert "2026-12-07" not in owner.says(WISH, "ich kündige mein kaffee abo").text


def test_after_a_code_the_end_is_said(hotline: Hotline, order: Order) -> None:
    caller, _ = proven_caller(SubscriptionForm, hotline, order, "subscription_change", "einmal auslassen")
    answer = caller.says(WISH, "nein, ich kündige")
    assert "utter_subscription_ends_on" in answer.responses
    assert "2026-12-07" in answer.text


def test_one_question_and_then_it_is_recorded(owner: Caller, rows: Rows) -> None:
    assert owner.says(WISH, "ich will kündigen").asks == "subscription_end_text"
    answer = owner.says("inform", "den kaffee, zum ersten februar")
    assert answer.done == [WISH]
    assert rows("SELECT wished_end, ends_on FROM shop_subscription_ends") == [
        {"wished_end": "2027-02-01", "ends_on": "2027-02-01"}
    ]


def test_an_answer_that_says_nothing_is_not_asked_about_again(owner: Caller, rows: Rows) -> None:
    owner.says(WISH, "ich will kündigen")
    answer = owner.says("inform", "na so bald wie möglich")
    # The only one there is; but a number that calls is no proof.
    assert rows("SELECT subscription_number, verified FROM shop_subscription_ends") == [
        {"subscription_number": "AB-100003", "verified": 0}
    ]
    assert answer.handover
    assert answer.handover["reason"] == "subscription_cancel_unverified"


def test_a_strangers_cancellation_is_recorded_too(hotline: Hotline, rows: Rows) -> None:
    stranger = Caller(SubscriptionForm, hotline)
    assert stranger.says(WISH, "ich kündige").asks == "subscription_end_text"
    answer = stranger.says("inform", "das tee abo von Anna Meier, sofort")
    (ended,) = rows("SELECT subscription_number, said, verified FROM shop_subscription_ends")
    assert ended == {
        "subscription_number": None,
        "said": "ich kündige / das tee abo von Anna Meier, sofort",
        "verified": 0,
    }
    assert answer.handover
    assert answer.handover["kind"] == "claim"
    receipt = next(request["receipt"] for request in answer.requests if "receipt" in request)
    assert (receipt["kind"], receipt["mailed"]) == ("subscription_end", True)


def test_both_of_two_can_be_ended_at_once(hotline: Hotline, order_like: OrderLike, rows: Rows) -> None:
    order = order_like(order_number="WM-118340")
    owner = Caller(SubscriptionForm, hotline, caller_customers=[order.customer_id])
    owner.says(WISH, "ich kündige beide abos")
    ended = rows("SELECT subscription_number, verified FROM shop_subscription_ends ORDER BY id")
    assert [row["subscription_number"] for row in ended] == ["AB-100001", "AB-100002"]


def test_an_earlier_end_than_the_contracts_is_decided_by_a_person(owner: Caller) -> None:
    answer = owner.says(WISH, "ich kündige das kaffee abo zum 1. Dezember")
    assert answer.handover
    assert answer.handover["reason"] == "subscription_end_sooner"


def test_nobody_is_talked_out_of_it(owner: Caller) -> None:
    answer = owner.says(WISH, "ich kündige mein kaffee abo")
    assert answer.asks is None


def test_declared_twice_it_is_recorded_once(owner: Caller, rows: Rows) -> None:
    before = dict(owner.slots)
    owner.says(WISH, "ich kündige mein kaffee abo")
    owner.slots = before
    owner.says(WISH, "ich kündige mein kaffee abo")
    assert len(rows("SELECT id FROM shop_subscription_ends")) == 1
