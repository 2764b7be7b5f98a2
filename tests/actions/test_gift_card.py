"""Gift cards: number and PIN open the balance; neither is kept, and three wrong tries bring a person."""

from typing import Any

import pytest

from actions.gift_card import GiftCardForm
from actions.wiring import Hotline
from tests.actions.caller import Answer, Caller
from tests.actions.conftest import Rows

CARD, PIN = "612044771038", "4826"
EXPIRED, EXPIRED_PIN = "612044773914", "9071"


def tries(caller: Caller, card: str, pin: str) -> Answer:
    """Number, then PIN, as they were asked for."""
    assert caller.says("inform", "[code]", code=card).asks == "gift_pin_code"
    return caller.says("inform", "[code]", code=pin)


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    caller = Caller(GiftCardForm, hotline)
    assert caller.says("gift_card_balance", "was ist auf meiner geschenkkarte").asks == "gift_card_code"
    return caller


def test_number_and_pin_open_the_balance(caller: Caller) -> None:
    answer = tries(caller, CARD, PIN)
    assert answer.responses == ["utter_gift_card_balance"]
    assert "35.50" in answer.text
    assert "2028-11-22" in answer.text
    assert answer.done == ["gift_card_balance"]


def test_neither_number_nor_pin_is_remembered_or_said(caller: Caller, rows: Rows) -> None:
    heard: list[Any] = [caller.says("inform", "[code]", code=CARD), dict(caller.slots)]
    heard += [caller.says("inform", "[code]", code=PIN), dict(caller.slots)]
    assert not [secret for secret in (CARD, PIN) if secret in str(heard)]
    assert PIN not in str(rows("SELECT * FROM shop_gift_cards"))


def test_of_several_readings_the_right_one_counts(caller: Caller) -> None:
    caller.says("inform", "[code]", code=["612044771083", CARD])
    answer = caller.says("inform", "[code]", code=["4862", PIN])
    assert answer.responses == ["utter_gift_card_balance"]


def test_a_wrong_pin_asks_for_both_again(caller: Caller) -> None:
    answer = tries(caller, CARD, "0000")
    assert (answer.responses[0], answer.asks) == ("utter_gift_card_wrong", "gift_card_code")
    assert tries(caller, CARD, PIN).done == ["gift_card_balance"]


@pytest.mark.parametrize("card", [CARD, "999999999999"])
def test_three_wrong_ones_bring_a_person_whether_there_is_such_a_card_or_not(
    caller: Caller, card: str
) -> None:
    for _ in range(2):
        assert tries(caller, card, "0000").handover is None
    answer = tries(caller, card, "0000")
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("gift_card_locked", "person")


def test_calling_again_brings_no_new_tries(caller: Caller, hotline: Hotline) -> None:
    for _ in range(3):
        tries(caller, CARD, "0000")
        caller.slots["gift_failures"] = None
    again = Caller(GiftCardForm, hotline)
    again.says("gift_card_balance")
    assert tries(again, CARD, PIN).handover


def test_a_lost_card_is_a_persons_business(hotline: Hotline) -> None:
    answer = Caller(GiftCardForm, hotline).says("gift_card_balance", "ich habe meine geschenkkarte verloren")
    assert answer.handover
    assert answer.handover["reason"] == "gift_card_lost"


def test_who_has_no_number_is_offered_a_person(caller: Caller) -> None:
    assert caller.says("deny", "die habe ich nicht").asks == "confirm_person"


def test_an_expired_card_is_not_refused_by_a_machine(caller: Caller) -> None:
    answer = tries(caller, EXPIRED, EXPIRED_PIN)
    assert (answer.responses, answer.asks) == (["utter_gift_card_expired"], "confirm_person")


def test_half_a_number_is_asked_for_again_but_not_for_ever(caller: Caller) -> None:
    assert caller.says("inform", "[code]", code="61204").asks == "gift_card_code"
    assert caller.says("inform", "[code]", code="61204").asks == "gift_card_code"
    assert caller.says("inform", "[code]", code="61204").handover
