"""Nobody learns from us whether there is an account; the link goes to the stored address alone."""

import pytest

from actions.account_login import LoginForm
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Caller
from tests.actions.conftest import OrderLike, Rows

WISH = "account_login"


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(LoginForm, hotline)


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(email=bool)


def test_the_answer_is_the_same_whether_the_account_exists(caller: Caller, order: Order, rows: Rows) -> None:
    assert caller.says(WISH, "Passwort vergessen").asks == "login_email"
    real = caller.says("inform", "…", email=str(order.email))
    caller.says(WISH, "Passwort vergessen")
    invented = caller.says("inform", "…", email="niemand@example.org")
    assert real.responses == invented.responses == ["utter_login_link", "utter_login_no_codes"]
    assert real.done == invented.done == [WISH]
    mails = rows("SELECT recipient FROM shop_mail WHERE document = 'password_link'")
    assert {mail["recipient"] for mail in mails} == {order.email}


def test_an_address_said_with_the_wish_is_taken(caller: Caller, order: Order) -> None:
    assert caller.says(WISH, "Passwort weg", email=str(order.email)).done == [WISH]


def test_without_the_address_a_person_is_offered(caller: Caller) -> None:
    caller.says(WISH, "komm nicht rein")
    assert caller.says("deny", "die habe ich nicht").asks == "confirm_person"


@pytest.mark.parametrize("words", ["ich glaube ich wurde gehackt", "jemand anderes hat sich eingeloggt"])
def test_signs_of_a_takeover_go_to_a_person_at_once(caller: Caller, words: str) -> None:
    answer = caller.says(WISH, words)
    assert answer.handover
    assert answer.handover["reason"] == "account_takeover"
    assert answer.asks is None
