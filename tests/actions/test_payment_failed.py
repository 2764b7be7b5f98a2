"""A payment that failed: a link to the stored e-mail, once; never another address, and a person after two."""

from collections.abc import Callable

import pytest

from bot.shop.models import Order, OrderStatus, PaymentMethod
from tests.actions.caller import Answer, Caller
from tests.actions.conftest import Call, OrderLike, Rows

OwnerOf = Callable[..., Caller]


@pytest.fixture
def unpaid(order_like: OrderLike, rows: Rows) -> Order:
    """An order that waits for its money, none of whose payments was refused."""
    refused = {row["order_number"] for row in rows("SELECT order_number FROM shop_payments WHERE NOT ok")}
    return order_like(
        status=OrderStatus.PLACED, paid=False, email=bool, order_number=lambda n: n not in refused
    )


def asked(owner_of: OwnerOf, order: Order) -> tuple[Caller, Answer]:
    caller = owner_of(order)
    return caller, caller.says("payment_failed", order_number=order.order_number)


def test_the_link_goes_to_the_stored_mail_after_a_yes(owner_of: OwnerOf, unpaid: Order, rows: Rows) -> None:
    caller, offer = asked(owner_of, unpaid)
    assert offer.asks == "confirm_payment_link"
    assert f"{unpaid.total:.2f}" in offer.text
    assert unpaid.email
    assert unpaid.email not in offer.text
    assert rows("SELECT * FROM shop_payment_links") == []
    sent = caller.says("affirm")
    assert (sent.responses, sent.done) == (["utter_payment_link_sent"], ["payment_failed"])
    (mail,) = rows("SELECT recipient, body FROM shop_mail WHERE document = 'payment_link'")
    (link,) = rows("SELECT token, order_number FROM shop_payment_links")
    assert mail["recipient"] == unpaid.email
    assert link["token"] in mail["body"]
    assert link["token"] not in sent.text


def test_a_no_sends_nothing(owner_of: OwnerOf, unpaid: Order, rows: Rows) -> None:
    caller, _ = asked(owner_of, unpaid)
    assert caller.says("deny").done == ["payment_failed"]
    assert rows("SELECT * FROM shop_payment_links") == []


def test_another_address_is_a_persons_business(owner_of: OwnerOf, unpaid: Order, rows: Rows) -> None:
    caller, _ = asked(owner_of, unpaid)
    answer = caller.says("inform", email="someone@else.example")
    assert answer.asks == "confirm_person"
    assert rows("SELECT * FROM shop_payment_links") == []


def test_after_two_refused_payments_a_person_takes_over(
    owner_of: OwnerOf, order_like: OrderLike, rows: Rows
) -> None:
    twice = rows("SELECT order_number FROM shop_payments WHERE NOT ok GROUP BY 1 HAVING count(*) > 1")
    order = order_like(order_number=twice[0]["order_number"])
    _, answer = asked(owner_of, order)
    assert answer.handover
    assert answer.handover["reason"] == "payment_failed_twice"


def test_what_is_paid_needs_no_link(owner_of: OwnerOf, order_like: OrderLike) -> None:
    _, answer = asked(owner_of, order_like(status=OrderStatus.PAID))
    assert (answer.responses, answer.done) == (["utter_payment_paid"], ["payment_failed"])


def test_nobody_is_asked_to_pay_for_what_was_cancelled(owner_of: OwnerOf, order_like: OrderLike) -> None:
    _, answer = asked(owner_of, order_like(status=OrderStatus.CANCELLED))
    assert answer.responses == ["utter_payment_not_due"]


def test_without_an_email_a_person_is_offered(owner_of: OwnerOf, order_like: OrderLike) -> None:
    order = order_like(paid=False, email=None, payment=PaymentMethod.INVOICE, status=OrderStatus.DELIVERED)
    _, answer = asked(owner_of, order)
    assert answer.asks == "confirm_person"


def test_a_stranger_gets_nowhere(call: Call, unpaid: Order, rows: Rows) -> None:
    caller = call()
    answer = caller.says("payment_failed", order_number=unpaid.order_number, postcode="99999")
    assert answer.asks == "order_number"
    assert rows("SELECT * FROM shop_payment_links") == []
