"""Where the money is: to the owner day and way, the amount only after a code, never a refusal."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from actions.order_form import OrderForm
from actions.wiring import Hotline
from bot.clock import FixedClock
from bot.shop.models import Order, OrderStatus
from bot.shop.sql_session import transaction
from bot.shop.textable import can_text
from bot.store.delivery_tables import RefundPaymentRow
from tests.actions.caller import Answer, Caller
from tests.actions.codes import sent_code
from tests.actions.conftest import NOW, Call, OrderLike, Rows

WISH = "refund_status"


@pytest.fixture
def cancelled(order_like: OrderLike, hotline: Hotline) -> Order:
    order = order_like(status=OrderStatus.PAID, paid=True, phone=can_text)
    hotline.shop.cancel(order.order_number, request_id="website", at=NOW, by="customer")
    return order


def of(rows: Rows, status: str) -> dict[str, str]:
    """Number and postcode of an order with a return like this."""
    found = rows(
        "SELECT o.order_number, o.postcode FROM shop_orders o JOIN shop_returns r "
        f"ON r.order_number = o.order_number WHERE r.status = '{status}' AND r.refund_until > '2026-11-23'"
    )
    return dict(found[0])


def test_a_cancelled_order_gets_day_and_way_but_no_amount(call: Call, cancelled: Order) -> None:
    answer = call().says(WISH, order_number=cancelled.order_number, postcode=cancelled.postcode)
    assert answer.responses == ["utter_refund_due", "utter_refund_means"]
    assert "[[date:2026-12-07]]" in answer.text
    assert f"{cancelled.total:.2f}" not in answer.text
    assert answer.done == [WISH]


def test_the_amount_is_told_after_a_code(call: Call, cancelled: Order, hotline: Hotline) -> None:
    caller = call()
    asked = caller.says(
        WISH, "wie viel krieg ich zurück", order_number=cancelled.order_number, postcode=cancelled.postcode
    )
    assert asked.asks == "code"
    answer = caller.says("inform", code=sent_code(asked, hotline))
    assert f"[[amount:{cancelled.total:.2f}]]" in answer.text
    assert answer.done == [WISH]


def test_money_that_went_back_is_told_with_its_day(call: Call, cancelled: Order, engine: Engine) -> None:
    with transaction(engine) as session:
        values = {"order_number": cancelled.order_number, "amount": cancelled.total}
        session.add(RefundPaymentRow(paid_at=NOW - timedelta(hours=1), **values))
    answer = call().says(WISH, order_number=cancelled.order_number, postcode=cancelled.postcode)
    assert answer.responses[0] == "utter_refund_paid"


def test_an_overdue_refund_is_urgent_for_a_person(cancelled: Order, hotline: Hotline) -> None:
    later = Hotline(hotline.shop, hotline.knowledge, FixedClock(NOW + timedelta(days=15)))
    caller = Caller(OrderForm, later)
    answer = caller.says(WISH, order_number=cancelled.order_number, postcode=cancelled.postcode)
    assert answer.responses == ["utter_refund_overdue"]
    handed = caller.says("affirm", "ja").handover
    assert handed
    assert handed["reason"] == "refund_overdue"


@pytest.mark.parametrize(
    ("status", "said"),
    [("in_transit", "utter_refund_awaits_goods"), ("arrived", "utter_refund_due")],
)
def test_a_return_on_its_way_is_told_with_the_latest_day(
    call: Call, rows: Rows, status: str, said: str
) -> None:
    answer = call().says(WISH, **of(rows, status))
    assert answer.responses == [said, "utter_refund_means"]


def test_a_refused_return_is_explained_by_a_person(call: Call, rows: Rows) -> None:
    found = rows(
        "SELECT o.order_number, o.postcode FROM shop_orders o JOIN shop_returns r "
        "ON r.order_number = o.order_number WHERE r.status = 'refused'"
    )
    answer = call().says(WISH, **found[0])
    assert answer.responses == ["utter_refund_under_review"]


def test_no_refund_on_record_is_no_refusal(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED)
    answer: Answer = call().says(WISH, order_number=order.order_number, postcode=order.postcode)
    assert (answer.responses, answer.asks) == (["utter_refund_none"], "confirm_person")
