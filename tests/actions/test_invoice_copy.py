"""An invoice goes to the stored address, once, and nowhere else."""

from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Answer
from tests.actions.conftest import Call, OrderLike, Rows


def asked(call: Call, order: Order, **entities: str) -> Answer:
    return call().says("invoice_copy", order_number=order.order_number, postcode=order.postcode, **entities)


def test_it_goes_to_the_stored_mail_which_is_named_only_masked(
    call: Call, order_like: OrderLike, rows: Rows
) -> None:
    order = order_like(status=OrderStatus.DELIVERED, email=bool)
    answer = asked(call, order)
    assert [row["recipient"] for row in rows("SELECT recipient FROM shop_mail")] == [order.email]
    assert order.email
    assert order.email not in answer.text
    assert "…" in answer.text


def test_without_a_mail_it_goes_by_letter(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like(status=OrderStatus.DELIVERED, email=None))
    assert answer.responses == ["utter_invoice_by_letter"]


def test_asked_twice_it_is_sent_once(call: Call, order_like: OrderLike, rows: Rows) -> None:
    order = order_like(status=OrderStatus.DELIVERED)
    asked(call, order)
    asked(call, order)
    assert len(rows("SELECT id FROM shop_mail")) == 1


def test_another_address_is_a_persons_business(call: Call, order_like: OrderLike, rows: Rows) -> None:
    answer = asked(call, order_like(status=OrderStatus.DELIVERED), email="someone@else.example")
    assert (answer.responses, answer.asks) == (["utter_invoice_elsewhere"], "confirm_person")
    assert rows("SELECT id FROM shop_mail") == []


def test_before_shipping_there_is_none(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like(status=OrderStatus.PAID))
    assert (answer.responses, answer.done) == (["utter_invoice_not_yet"], ["invoice_copy"])
