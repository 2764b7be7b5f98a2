"""Whose order it is: A1 by number and postcode, by phone number and either, and what three failures bring."""

import pytest

from bot.shop.models import OrderStatus
from tests.actions.conftest import Call, OrderLike


def test_a_stranger_is_asked_for_number_then_postcode(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    assert caller.says("order_status").asks == "order_number"
    assert caller.says("inform", order_number=order.order_number).asks == "postcode"
    assert caller.says("inform", postcode=order.postcode).done == ["order_status"]
    assert caller.slots["verified_order"] == order.order_number


def test_everything_in_one_sentence_needs_no_question(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID)
    answer = call().says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert answer.done == ["order_status"]


def test_a_known_phone_number_with_the_order_number_is_enough(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID)
    caller = call(caller_customers=[order.customer_id])
    assert "Postleitzahl" in caller.says("order_status").text
    assert caller.says("inform", order_number=order.order_number).done == ["order_status"]


def test_a_known_phone_number_with_the_bare_postcode_is_enough(call: Call, order_like: OrderLike) -> None:
    order = order_like(order_number="WM-104823")
    caller = call(caller_customers=[order.customer_id])
    caller.says("order_status")
    answer = caller.says("inform", " ".join(order.postcode))
    assert "WM-104823" in answer.text


def test_half_an_order_number_is_no_postcode(call: Call, order_like: OrderLike) -> None:
    order = order_like(order_number="WM-104823")
    caller = call(caller_customers=[order.customer_id])
    caller.says("order_status")
    assert caller.says("inform", "1 0 4 8 2").asks == "order_number"
    assert not caller.slots.get("failed_checks")


def test_a_known_caller_without_a_number_is_asked_for_the_postcode(call: Call, order_like: OrderLike) -> None:
    caller = call(caller_customers=[order_like(order_number="WM-104823").customer_id])
    caller.says("order_status")
    assert caller.says("deny", "die habe ich nicht").asks == "postcode"


def test_a_stranger_without_a_number_is_offered_a_person(call: Call) -> None:
    caller = call()
    caller.says("order_status")
    assert caller.says("deny", "die habe ich nicht").asks == "confirm_person"
    answer = caller.says("affirm", "ja")
    assert answer.handover
    assert answer.handover["reason"] == "no_order_number"
    assert caller.slots["requested_slot"] is None


def test_a_stranger_without_a_postcode_is_offered_a_person(call: Call, order_like: OrderLike) -> None:
    caller = call()
    caller.says("order_status", order_number=order_like(status=OrderStatus.PAID).order_number)
    assert caller.says("deny", "die habe ich nicht").asks == "confirm_person"
    answer = caller.says("affirm", "ja")
    assert answer.handover
    assert answer.handover["reason"] == "no_postcode"


def test_a_phone_number_alone_proves_nothing(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID)
    answer = call(caller_customers=[order.customer_id]).says("order_status")
    assert order.order_number not in answer.text
    assert not answer.done


@pytest.mark.parametrize("wrong", ["postcode", "order_number"])
def test_what_does_not_match_is_never_said_in_part(call: Call, order_like: OrderLike, wrong: str) -> None:
    order = order_like(status=OrderStatus.PAID)
    given = {"order_number": order.order_number, "postcode": order.postcode}
    given[wrong] = {"postcode": "99999", "order_number": order_like(status=OrderStatus.PACKED).order_number}[
        wrong
    ]
    answer = call().says("order_status", **given)
    assert answer.responses == ["utter_mismatch", "utter_ask_order_number"]


def test_three_wrong_combinations_end_with_a_person(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    for _ in range(2):
        assert not caller.says("order_status", order_number=order.order_number, postcode="99999").handover
    answer = caller.says("inform", order_number=order.order_number, postcode="99999")
    assert answer.handover
    assert answer.handover["reason"] == "authentication_failed"
    assert answer.handover["summary"]["verified"] is False


def test_after_three_failures_even_the_right_answer_does_not_help(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call(failed_checks=3)
    answer = caller.says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert answer.handover
    assert not answer.done


def test_a_number_heard_in_several_ways_is_settled_by_what_exists(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    caller.says("order_status")
    assert caller.says("inform", order_number=["WM-000001", order.order_number]).asks == "postcode"
    assert caller.slots["order_number"] == order.order_number


def test_two_possible_numbers_are_read_back_one_after_the_other(call: Call, order_like: OrderLike) -> None:
    paid, packed = order_like(status=OrderStatus.PAID), order_like(status=OrderStatus.PACKED)
    caller = call()
    caller.says("order_status")
    first = caller.says("inform", order_number=[paid.order_number, packed.order_number])
    assert (first.asks, paid.order_number in first.text) == ("confirm_order_number", True)
    second = caller.says("deny", "nein")
    assert (second.asks, packed.order_number in second.text) == ("confirm_order_number", True)
    assert caller.says("affirm", "ja").asks == "postcode"
    assert caller.slots["order_number"] == packed.order_number


def test_a_number_that_fits_nothing_is_read_back_and_can_be_corrected(
    call: Call, order_like: OrderLike
) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    assert "WM-000001" in caller.says("order_status", order_number="WM-000001").text
    assert caller.says("deny", "nein, …", order_number=order.order_number).asks == "postcode"


def test_whether_a_number_exists_is_found_out_only_with_its_postcode(call: Call) -> None:
    caller = call()
    caller.says("order_status", order_number="WM-000001")
    assert caller.says("affirm", "ja").asks == "postcode"
    assert "utter_mismatch" in caller.says("inform", postcode="01067").responses


def test_one_of_several_own_orders_is_chosen_by_its_day(
    call: Call, order_like: OrderLike, hotline: object
) -> None:
    order = order_like(order_number="WM-104823")
    caller = call(caller_customers=[order.customer_id])
    caller.says("return_status")
    asked = caller.says("inform", postcode=order.postcode)
    assert asked.asks == "confirm_order_number"
    assert "utter_confirm_own_order" in asked.responses
    assert caller.says("affirm", "ja").done == ["return_status"]


def test_a_correction_at_the_postcode_takes_the_number_back(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PAID), call()
    caller.says("order_status", order_number=order.order_number)
    assert caller.says("correct_previous", "nein, falsch").asks == "order_number"
    assert caller.slots["order_number"] is None


def test_another_order_later_is_not_failed_with_the_first_ones_postcode(
    call: Call, order_like: OrderLike
) -> None:
    first, caller = order_like(status=OrderStatus.PAID), call()
    caller.says("order_status", order_number=first.order_number, postcode=first.postcode)
    other = order_like(status=OrderStatus.PACKED, postcode=lambda postcode: postcode != first.postcode)
    assert caller.says("order_status", order_number=other.order_number).asks == "postcode"
    assert not caller.slots.get("failed_checks")


def test_the_same_order_needs_no_second_proof(call: Call, order_like: OrderLike) -> None:
    order, caller = order_like(status=OrderStatus.PLACED), call()
    caller.says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert caller.says("order_cancel").asks == "confirm_cancel"
