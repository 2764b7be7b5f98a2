"""Whether a parcel sent back has arrived."""

import pytest

from bot.shop.models import OrderStatus
from tests.actions.caller import Answer
from tests.actions.conftest import Call, OrderLike, Rows

LATEST = "SELECT order_number, announced_at FROM shop_returns WHERE status = '{}' ORDER BY announced_at {}"


def asked(call: Call, order_like: OrderLike, number: str) -> Answer:
    order = order_like(order_number=number)
    return call().says("return_status", order_number=number, postcode=order.postcode)


@pytest.mark.parametrize("status", ["announced", "in_transit", "arrived", "refunded"])
def test_each_state_is_told_and_settles_the_wish(
    call: Call, order_like: OrderLike, rows: Rows, status: str
) -> None:
    answer = asked(call, order_like, rows(LATEST.format(status, "DESC"))[0]["order_number"])
    assert (answer.responses, answer.done) == ([f"utter_return_{status}"], ["return_status"])


def test_arrived_goods_say_when_the_money_goes_back_at_the_latest(
    call: Call, order_like: OrderLike, rows: Rows, hotline: object
) -> None:
    number = rows(LATEST.format("arrived", "DESC"))[0]["order_number"]
    until = rows(f"SELECT refund_until FROM shop_returns WHERE order_number = '{number}'")[0]["refund_until"]
    assert f"[[date:{until}]]" in asked(call, order_like, number).text


def test_a_refund_past_its_day_is_offered_to_a_person(call: Call, order_like: OrderLike, rows: Rows) -> None:
    answer = asked(call, order_like, rows(LATEST.format("arrived", "ASC"))[0]["order_number"])
    assert (answer.responses, answer.asks) == (["utter_return_overdue"], "confirm_person")


def test_a_refusal_is_never_the_machines_last_word(call: Call, order_like: OrderLike, rows: Rows) -> None:
    answer = asked(call, order_like, rows(LATEST.format("refused", "ASC"))[0]["order_number"])
    assert (answer.responses, answer.asks) == (["utter_return_refused"], "confirm_person")


def test_no_return_on_record_is_said(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID)
    assert asked(call, order_like, order.order_number).responses == ["utter_return_none"]
