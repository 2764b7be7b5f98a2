"""What a caller hears about the state of an order."""

from datetime import timedelta

import pytest

from bot.shop.models import OrderStatus, PaymentMethod
from tests.actions.conftest import NOW, Call, OrderLike


@pytest.mark.parametrize("status", list(OrderStatus))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_state_has_words(call: Call, order_like: OrderLike, status: OrderStatus, language: str) -> None:
    order = order_like(status=status)
    caller = call(language=language)
    answer = caller.says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert order.order_number in answer.text


def test_an_order_on_its_way_says_last_scan_and_day_of_arrival(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED, eta=lambda eta: eta > NOW.date())
    answer = call().says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert order.last_scan_at
    assert f"[[date:{order.last_scan_at:%Y-%m-%d}]] um [[time:{order.last_scan_at:%H:%M}]]" in answer.text
    assert f"[[date:{order.eta}]]" in answer.text
    assert answer.done == ["order_status"]


def test_a_little_late_is_said_without_a_person(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED, eta=lambda eta: 0 < (NOW.date() - eta).days < 3)
    answer = call().says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert "utter_eta_late" in answer.responses
    assert answer.done


def test_more_than_two_days_over_a_person_is_offered(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED, eta=lambda eta: eta < NOW.date() - timedelta(days=2))
    caller = call()
    answer = caller.says(
        "order_status", "wo bleibt das denn", order_number=order.order_number, postcode=order.postcode
    )
    assert (answer.asks, answer.done) == ("confirm_person", [])
    accepted = caller.says("affirm", "ja")
    assert accepted.handover == {
        "reason": "order_overdue",
        "kind": "person",
        "summary": {
            "wish": "order_status",
            "order_number": order.order_number,
            "verified": True,
            "said": "wo bleibt das denn",
        },
    }


def test_a_person_declined_settles_the_wish(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED, eta=lambda eta: eta < NOW.date() - timedelta(days=2))
    caller = call()
    caller.says("order_status", order_number=order.order_number, postcode=order.postcode)
    answer = caller.says("deny", "nein")
    assert (answer.done, answer.handover, answer.asks) == (["order_status"], None, None)


def test_a_missing_prepayment_is_named(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PLACED, payment=PaymentMethod.PREPAYMENT, paid=False)
    answer = call().says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert "Vorauszahlung" in answer.text


def test_nothing_personal_is_read_out(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.SHIPPED)
    answer = call().says("order_status", order_number=order.order_number, postcode=order.postcode)
    assert not any(
        fact in answer.text for fact in (order.customer_name, order.street, order.city, order.postcode)
    )
