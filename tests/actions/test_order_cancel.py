"""Cancelling: read back, an explicit yes, exactly once, and what else there is when it is too late."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus
from bot.shop.textable import can_text
from tests.actions.caller import Caller
from tests.actions.codes import sent_code
from tests.actions.conftest import NOW, Call, OrderLike, Rows

Asked = Callable[..., Caller]
CANCELLATIONS = "SELECT order_number, refund FROM shop_cancellations WHERE request_id LIKE 'call-1%'"


@pytest.fixture
def asked(call: Call, hotline: Hotline) -> Asked:
    """A caller whose order has been read back to him, after a code where one is needed."""

    def ask(order: Order, **slots: object) -> Caller:
        caller = call(**slots)
        wish = {"order_number": order.order_number, "postcode": order.postcode}
        answer = caller.says("order_cancel", **wish)
        if answer.asks == "code":
            caller.says("inform", code=sent_code(answer, hotline))
        return caller

    return ask


@pytest.fixture
def open_order(order_like: OrderLike) -> Order:
    return order_like(status=OrderStatus.PAID, phone=can_text, lines=lambda lines: len(lines) > 1)


def test_items_and_total_are_read_back_before_anything_happens(
    call: Call, hotline: Hotline, open_order: Order, rows: Rows
) -> None:
    caller = call()
    wish = {"order_number": open_order.order_number, "postcode": open_order.postcode}
    asked = caller.says("order_cancel", **wish)
    answer = caller.says("inform", code=sent_code(asked, hotline))
    pieces = sum(line.quantity for line in open_order.lines)
    assert f"{pieces} Artikel" in answer.text
    assert f"[[amount:{open_order.total:.2f}]]" in answer.text
    assert answer.asks == "confirm_cancel"
    assert rows(CANCELLATIONS) == []


def test_yes_cancels_and_says_how_the_money_comes_back(asked: Asked, open_order: Order, rows: Rows) -> None:
    answer = asked(open_order).says("affirm", "ja")
    assert [row["order_number"] for row in rows(CANCELLATIONS)] == [open_order.order_number]
    assert answer.responses == ["utter_cancelled", "utter_cancel_refund"]
    assert answer.done == ["order_cancel"]
    events = rows(f"SELECT what, who FROM shop_events WHERE order_number = '{open_order.order_number}'")
    assert {"what": "cancelled", "who": "bot"} in events


def test_nothing_paid_means_nothing_to_wait_for(asked: Asked, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PLACED, paid=False)
    assert "utter_cancel_nothing_paid" in asked(order).says("affirm", "ja").responses


def test_no_leaves_the_order_alone(asked: Asked, open_order: Order, rows: Rows) -> None:
    answer = asked(open_order).says("deny", "nein")
    assert (answer.responses, answer.done) == (["utter_cancel_kept"], ["order_cancel"])
    assert rows(CANCELLATIONS) == []


@pytest.mark.parametrize("intent", ["inform", "greet", "order_cancel"])
def test_anything_but_yes_cancels_nothing(asked: Asked, open_order: Order, rows: Rows, intent: str) -> None:
    caller = asked(open_order, attempt=1)
    answer = caller.says(intent, "hm")
    assert answer.responses == ["utter_confirm_cancel", "utter_yes_or_no"]
    assert rows(CANCELLATIONS) == []


def test_a_yes_repeated_by_the_carrier_cancels_once(asked: Asked, open_order: Order, rows: Rows) -> None:
    caller = asked(open_order)
    before = dict(caller.slots)
    caller.says("affirm", "ja")
    caller.slots = before
    assert caller.says("affirm", "ja").responses == ["utter_cancel_cancelled"]
    assert len(rows(CANCELLATIONS)) == 1


def test_yes_to_another_order_than_the_one_read_back_is_asked_again(
    asked: Asked, open_order: Order, order_like: OrderLike, rows: Rows
) -> None:
    other = order_like(status=OrderStatus.PLACED, paid=False)
    caller = asked(open_order)
    answer = caller.says("affirm", "ja, die andere", order_number=other.order_number, postcode=other.postcode)
    assert (answer.asks, other.order_number in answer.text) == ("confirm_cancel", True)
    assert rows(CANCELLATIONS) == []


def test_no_with_another_number_moves_on_to_that_order(
    asked: Asked, open_order: Order, order_like: OrderLike
) -> None:
    other = order_like(status=OrderStatus.PLACED, paid=False)
    caller = asked(open_order)
    answer = caller.says("deny", "nein, die …", order_number=other.order_number, postcode=other.postcode)
    assert (answer.asks, other.order_number in answer.text) == ("confirm_cancel", True)


def test_on_its_way_a_withdrawal_is_offered_and_taken(
    asked: Asked, order_like: OrderLike, rows: Rows
) -> None:
    order = order_like(status=OrderStatus.SHIPPED)
    caller = asked(order)
    assert caller.slots["requested_slot"] == "confirm_withdrawal"
    answer = caller.says("affirm", "ja")
    assert answer.done == ["withdraw_contract"]
    assert [row["order_number"] for row in rows("SELECT order_number FROM shop_withdrawals")] == [
        order.order_number
    ]


def test_long_delivered_a_person_is_offered_not_a_withdrawal(asked: Asked, order_like: OrderLike) -> None:
    long_ago = NOW - timedelta(days=40)
    order = order_like(status=OrderStatus.DELIVERED, delivered_at=lambda at: at < long_ago)
    assert asked(order).slots["requested_slot"] == "confirm_person"


@pytest.mark.parametrize("status", [OrderStatus.PACKED, OrderStatus.PARTIALLY_SHIPPED])
def test_between_shelf_and_van_only_a_person_can_try(
    asked: Asked, order_like: OrderLike, status: OrderStatus
) -> None:
    answer = asked(order_like(status=status)).says("affirm", "ja")
    assert answer.handover
    assert answer.handover["reason"] == "cancel_needs_person"


@pytest.mark.parametrize("status", [OrderStatus.CANCELLED, OrderStatus.RETURNED])
def test_what_is_over_needs_no_cancelling(call: Call, order_like: OrderLike, status: OrderStatus) -> None:
    order = order_like(status=status)
    answer = call().says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    assert (answer.done, answer.asks) == (["order_cancel"], None)


def test_an_order_that_left_while_we_asked_is_told_as_it_is(
    asked: Asked, open_order: Order, hotline: Hotline
) -> None:
    caller = asked(open_order)
    hotline.shop.cancel(open_order.order_number, request_id="website", at=NOW, by="customer")
    assert caller.says("affirm", "ja").responses == ["utter_cancel_cancelled"]


def test_a_paid_order_needs_a_code_before_anything_is_read_back(
    call: Call, open_order: Order, rows: Rows
) -> None:
    answer = call().says("order_cancel", order_number=open_order.order_number, postcode=open_order.postcode)
    assert answer.asks == "code"
    assert f"{open_order.total:.2f}" not in answer.text
    assert rows(CANCELLATIONS) == []


def test_an_unpaid_order_needs_none(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PLACED, paid=False)
    answer = call().says("order_cancel", order_number=order.order_number, postcode=order.postcode)
    assert answer.asks == "confirm_cancel"


def test_no_the_other_one_goes_on_with_the_other_and_refuses_no_person(
    call: Call, order_like: OrderLike
) -> None:
    packed = order_like(status=OrderStatus.PACKED)
    placed = order_like(status=OrderStatus.PLACED)
    caller = call()
    offered = caller.says("order_cancel", order_number=packed.order_number, postcode=packed.postcode)
    assert offered.asks == "confirm_person"
    answer = caller.says("deny", order_number=placed.order_number, postcode=placed.postcode)
    assert (answer.asks, answer.handover, answer.done) == ("confirm_cancel", None, [])
    assert placed.order_number in answer.text
