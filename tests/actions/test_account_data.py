"""Changing stored data: after a code, read back, with a yes; the old contact hears of it."""

import pytest

from actions.account_data import AccountForm
from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus
from bot.shop.textable import can_text
from tests.actions.caller import Answer, Caller
from tests.actions.codes import sent_code
from tests.actions.conftest import NOW, OrderLike, Rows

WISH = "account_data_change"


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(status=OrderStatus.DELIVERED, phone=can_text, email=bool, country="DE")


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(AccountForm, hotline)


def proven(caller: Caller, order: Order, hotline: Hotline, words: str, **entities: str) -> Answer:
    """The wish with number and postcode, then the code."""
    asked = caller.says(WISH, words, order_number=order.order_number, postcode=order.postcode, **entities)
    return caller.says("inform", code=sent_code(asked, hotline))


def test_what_changes_is_asked_when_it_was_not_said(caller: Caller) -> None:
    assert caller.says(WISH, "meine Daten stimmen nicht mehr").asks == "account_part_text"
    assert caller.says("inform", "die Telefonnummer").asks == "order_number"


def test_a_new_e_mail_is_read_back_and_stored(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    assert proven(caller, order, hotline, "ich habe eine neue E-Mail").asks == "new_email"
    asked = caller.says("inform", "…", email="neu@example.org")
    assert (asked.asks, "[[email:neu@example.org]]" in asked.text) == ("confirm_account", True)
    answer = caller.says("affirm", "ja")
    assert answer.responses == ["utter_account_changed", "utter_account_contact_rests"]
    customer = hotline.shop.customers.customer(order.customer_id)
    assert customer
    assert customer.email == "neu@example.org"
    (mail,) = rows("SELECT recipient FROM shop_mail WHERE document = 'account_changed'")
    assert mail["recipient"] == order.email


def test_the_new_contact_gets_no_codes_for_three_days(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline, "neue E-Mail")
    caller.says("inform", "…", email="neu@example.org")
    caller.says("affirm", "ja")
    ways = hotline.shop.codes.ways(order.customer_id, at=NOW)
    assert [way.channel for way in ways.destinations] == ["sms"]


def test_what_was_said_with_the_wish_is_not_asked_again(
    caller: Caller, order: Order, hotline: Hotline
) -> None:
    asked = proven(caller, order, hotline, "meine neue Nummer ist …", phone_number="+491713920099")
    assert (asked.asks, "+491713920099" in asked.text) == ("confirm_account", True)


def test_no_with_the_right_value_is_read_back_again(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline, "neue Handynummer", phone_number="+491713920098")
    answer = caller.says("deny", "nein, …", phone_number="+491713920099")
    assert "+491713920099" in answer.text
    assert caller.says("deny", "nein").asks == "new_phone_number"


def test_a_new_name(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline, "ich habe geheiratet")
    asked = caller.says("inform", "anna schulze")
    assert "Anna Schulze" in asked.text
    caller.says("affirm", "ja")
    customer = hotline.shop.customers.customer(order.customer_id)
    assert customer
    assert customer.name == "Anna Schulze"


def test_whoever_only_introduces_himself_changes_no_name(caller: Caller) -> None:
    answer = caller.says(WISH, "mein Name ist Meier und ich bin umgezogen")
    assert (answer.asks, caller.slots["account_part"]) == ("order_number", "address")


def moved(caller: Caller, order: Order, hotline: Hotline) -> Answer:
    proven(caller, order, hotline, "ich bin umgezogen")
    caller.says("inform", "20095", postcode="20095")
    caller.says("inform", "Lindenallee 12")
    caller.says("affirm", "ja")
    caller.says("affirm", "ja")
    return caller.says("affirm", "ja")


def test_a_move_is_stored_and_settled(caller: Caller, order_like: OrderLike, hotline: Hotline) -> None:
    order = order_like(
        status=OrderStatus.DELIVERED, phone=can_text, country="DE", order_number=_alone(hotline)
    )
    answer = moved(caller, order, hotline)
    assert answer.done == [WISH]
    customer = hotline.shop.customers.customer(order.customer_id)
    assert customer
    assert (customer.street, customer.postcode, customer.city) == ("Lindenallee 12", "20095", "Hamburg")


def _alone(hotline: Hotline) -> object:
    def alone(number: str) -> bool:
        mine = hotline.shop.orders_of([hotline.shop.order(number).customer_id])
        return not any(order.is_open for order in mine)

    return alone


@pytest.mark.parametrize(("said", "postcode"), [("affirm", "20095"), ("deny", None)])
def test_an_open_order_may_follow(
    caller: Caller, order_like: OrderLike, hotline: Hotline, said: str, postcode: str | None
) -> None:
    order = order_like(
        status=OrderStatus.PLACED, phone=can_text, country="DE", total=lambda total: total <= 250
    )
    asked = moved(caller, order, hotline)
    assert (asked.asks, order.order_number in asked.text) == ("confirm_order_follows", True)
    answer = caller.says(said, "…")
    assert answer.done == [WISH]
    assert hotline.shop.order(order.order_number).postcode == (postcode or order.postcode)


def test_an_unclear_answer_about_the_order_is_asked_again(
    caller: Caller, order_like: OrderLike, hotline: Hotline
) -> None:
    order = order_like(
        status=OrderStatus.PLACED, phone=can_text, country="DE", total=lambda total: total <= 250
    )
    moved(caller, order, hotline)
    answer = caller.says("inform", "hm")
    assert (answer.asks, answer.done) == ("confirm_order_follows", [])


def test_bank_details_are_a_persons_business_and_never_said(caller: Caller) -> None:
    answer = caller.says(WISH, "ich habe eine neue Bankverbindung")
    assert answer.responses == ["utter_account_bank"]
    assert answer.handover
    assert answer.handover["reason"] == "bank_data"


def test_a_yes_repeated_by_the_carrier_changes_once(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    proven(caller, order, hotline, "neue E-Mail")
    caller.says("inform", "…", email="neu@example.org")
    before = dict(caller.slots)
    caller.says("affirm", "ja")
    caller.slots = before
    caller.says("affirm", "ja")
    assert len(rows("SELECT id FROM shop_account_changes")) == 1
    assert len(rows("SELECT id FROM shop_mail WHERE document = 'account_changed'")) == 1
