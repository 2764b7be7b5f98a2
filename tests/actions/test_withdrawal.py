"""A withdrawal is taken from anybody, dated, confirmed; nobody is asked why."""

from datetime import timedelta
from typing import Any

import pytest

from actions.wiring import Hotline
from bot.clock import FixedClock
from bot.phrases.values import for_eye
from bot.shop.models import Order, OrderStatus, ProductFlag
from tests.actions.caller import Answer
from tests.actions.conftest import NOW, Call, OrderLike, Rows

WITHDRAWALS = "SELECT order_number, order_hint, name, verified, channel FROM shop_withdrawals"


@pytest.fixture
def fresh(order_like: OrderLike) -> Order:
    """Delivered a few days ago, nothing special about it."""
    week_ago = NOW - timedelta(days=6)
    return order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at > week_ago,
        email=bool,
        lines=lambda lines: not any(line.flags & {*ProductFlag} for line in lines),
    )


def receipt(answer: Answer) -> dict[str, Any]:
    return next(request["receipt"] for request in answer.requests if "receipt" in request)


def test_the_order_number_alone_is_enough(call: Call, fresh: Order, rows: Rows) -> None:
    answer = call().says("withdraw_contract", order_number=fresh.order_number)
    recorded = rows(WITHDRAWALS)
    assert [(row["order_number"], row["verified"]) for row in recorded] == [(fresh.order_number, 0)]
    assert answer.done == ["withdraw_contract"]
    assert receipt(answer)["order_number"] == fresh.order_number


def test_the_answer_names_moment_reference_and_refund(call: Call, fresh: Order) -> None:
    answer = call().says("withdraw_contract", order_number=fresh.order_number)
    for fact in ("[[date:2026-11-23]]", "[[time:10:00]]", receipt(answer)["reference"]):
        assert fact in answer.text
    for fact in ("14 Tagen", "Standardversand", "demselben Zahlungsweg", "warten"):
        assert fact in answer.text


def test_a_stranger_learns_nothing_about_the_order(call: Call, fresh: Order) -> None:
    answer = call().says("withdraw_contract", order_number=fresh.order_number)
    assert "utter_withdrawal_deadline" not in answer.responses
    assert "utter_withdrawal_receipt_email" not in answer.responses


def test_the_owner_hears_deadline_and_receipt(call: Call, fresh: Order, rows: Rows) -> None:
    answer = call(caller_customers=[fresh.customer_id]).says(
        "withdraw_contract", order_number=fresh.order_number
    )
    assert {"utter_withdrawal_receipt_email", "utter_withdrawal_deadline"} <= set(answer.responses)
    assert rows(WITHDRAWALS)[0]["name"] == fresh.customer_name


@pytest.mark.parametrize("language", ["de", "en"])
def test_as_a_text_message_all_of_it_fits_into_two_parts(call: Call, fresh: Order, language: str) -> None:
    caller = call(channel="sms", language=language, caller_customers=[fresh.customer_id])
    answer = caller.says("withdraw_contract", order_number=fresh.order_number)
    assert len(for_eye(answer.text, language)) <= 320


def test_a_description_and_a_name_do_as_well(call: Call, rows: Rows) -> None:
    caller = call()
    assert caller.says("withdraw_contract", "ich widerrufe").asks == "purchase_text"
    assert caller.says("inform", "die Sache vom Oktober").asks == "name_text"
    answer = caller.says("inform", "Erika Muster")
    assert rows(WITHDRAWALS)[0] | {"verified": 0} == {
        "order_number": None,
        "order_hint": "die Sache vom Oktober",
        "name": "Erika Muster",
        "verified": 0,
        "channel": "voice",
    }
    assert answer.done == ["withdraw_contract"]


def test_an_article_in_the_first_sentence_is_not_asked_again(call: Call) -> None:
    assert call().says("withdraw_contract", "ich widerrufe den Toaster Krume").asks == "name_text"


@pytest.mark.parametrize("answer_given", ["weiß ich nicht mehr", "keine Ahnung"])
def test_not_knowing_is_no_reason_to_refuse(call: Call, rows: Rows, answer_given: str) -> None:
    caller = call()
    caller.says("withdraw_contract")
    caller.says("deny", answer_given)
    caller.says("inform", "Erika Muster")
    assert len(rows(WITHDRAWALS)) == 1


def test_a_yes_names_no_purchase_and_a_no_gives_no_name(call: Call, rows: Rows) -> None:
    caller = call()
    caller.says("withdraw_contract", "ich widerrufe")
    assert caller.says("affirm", "ja").asks == "purchase_text"
    caller.says("inform", "die Lampe")
    caller.says("deny", "das möchte ich nicht sagen")
    assert rows(WITHDRAWALS)[0]["name"] == ""


def test_the_moment_it_was_first_said_counts(call: Call, hotline: Hotline, rows: Rows) -> None:
    caller = call()
    caller.says("withdraw_contract", "ich widerrufe")
    assert isinstance(hotline.clock, FixedClock)
    hotline.clock.at = NOW + timedelta(minutes=3)
    caller.says("inform", "die Lampe")
    answer = caller.says("inform", "Erika Muster")
    assert receipt(answer)["at"] == NOW.isoformat()


def test_too_late_is_recorded_and_given_to_a_person(call: Call, order_like: OrderLike, rows: Rows) -> None:
    long_ago = NOW - timedelta(days=40)
    order = order_like(status=OrderStatus.DELIVERED, delivered_at=lambda at: at < long_ago)
    answer = call(caller_customers=[order.customer_id]).says(
        "withdraw_contract", order_number=order.order_number
    )
    assert len(rows(WITHDRAWALS)) == 1
    assert answer.handover
    assert answer.handover["reason"] == "withdrawal_late"
    assert answer.handover["summary"]["reference"] == receipt(answer)["reference"]


def test_an_excepted_article_is_recorded_and_given_to_a_person(call: Call, order_like: OrderLike) -> None:
    def excepted(lines: tuple[Any, ...]) -> bool:
        return any(ProductFlag.MADE_TO_MEASURE in line.flags for line in lines)

    order = order_like(status=OrderStatus.DELIVERED, lines=excepted)
    answer = call().says("withdraw_contract", order_number=order.order_number)
    assert answer.handover
    assert answer.handover["reason"] in ("withdrawal_exception", "withdrawal_late")


def test_an_order_spoken_about_before_is_taken_only_after_a_yes(call: Call, fresh: Order, rows: Rows) -> None:
    caller = call(order_number=fresh.order_number)
    asked = caller.says("withdraw_contract", "ich widerrufe")
    assert (asked.asks, fresh.order_number in asked.text) == ("confirm_order_number", True)
    assert rows(WITHDRAWALS) == []
    caller.says("affirm", "ja")
    assert [row["order_number"] for row in rows(WITHDRAWALS)] == [fresh.order_number]


def test_a_no_there_leads_to_the_question_which_purchase(call: Call, fresh: Order, rows: Rows) -> None:
    caller = call(order_number=fresh.order_number)
    caller.says("withdraw_contract", "ich widerrufe")
    assert caller.says("deny", "nein, etwas anderes").asks == "purchase_text"
    assert rows(WITHDRAWALS) == []


def test_said_twice_it_is_recorded_once(call: Call, fresh: Order, rows: Rows) -> None:
    caller = call()
    caller.says("withdraw_contract", order_number=fresh.order_number)
    caller.says("withdraw_contract", order_number=fresh.order_number)
    assert len(rows(WITHDRAWALS)) == 1


def test_three_failed_checks_do_not_stop_a_withdrawal(call: Call, fresh: Order, rows: Rows) -> None:
    call(failed_checks=3).says("withdraw_contract", order_number=fresh.order_number)
    assert len(rows(WITHDRAWALS)) == 1


def test_a_misheard_number_goes_down_as_words_with_a_name(call: Call, rows: Rows) -> None:
    caller = call()
    assert caller.says("withdraw_contract", order_number=["WM-000001"]).asks == "name_text"
    answer = caller.says("inform", "Karl Meier", name="Karl Meier")
    assert rows(WITHDRAWALS)[0]["order_hint"] == "WM-000001"
    assert "WM-000001" in answer.text
