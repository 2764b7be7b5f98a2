"""Promo codes: said, spelled or typed; why one does not work; what is for a person."""

import pytest

from actions.voucher import VoucherForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(VoucherForm, hotline)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("sommer zwanzig wird immer rot wenn ichs eintipp", "utter_voucher_expired"),
        ("der code advent fünf geht nicht", "utter_voucher_not_yet"),
        ("wm k vier f sieben nimmt er nicht", "utter_voucher_used"),
    ],
)
def test_the_reason_is_told_at_once(caller: Caller, text: str, response: str) -> None:
    answer = caller.says("voucher_promo", text)
    assert (answer.responses, answer.done) == ([response], ["voucher_promo"])


def test_a_code_not_named_is_asked_for_and_may_be_spelled(caller: Caller) -> None:
    assert (
        caller.says("voucher_promo", "mein gutschein wird an der kasse nicht erkannt").asks == "voucher_text"
    )
    answer = caller.says("inform", "S O M M E R zwei null")
    assert answer.responses == ["utter_voucher_expired"]


def test_the_minimum_is_the_reason_when_the_basket_is_smaller(caller: Caller) -> None:
    asked = caller.says("voucher_promo", "herbst fünfzehn geht nicht")
    assert (asked.asks, "Möbel" in asked.text, "[[amount:50.00]]" in asked.text) == ("amount", True, True)
    answer = caller.says("inform", "für vierzig euro", amount="40.00")
    assert (answer.responses, answer.done) == (["utter_voucher_minimum"], ["voucher_promo"])


def test_a_code_that_should_work_is_offered_to_a_person(caller: Caller) -> None:
    caller.says("voucher_promo", "HERBST15 geht nicht")
    asked = caller.says("inform", "80 euro", amount="80.00")
    assert ("utter_voucher_valid" in asked.responses, asked.asks) == (True, "confirm_person")
    accepted = caller.says("affirm", "ja")
    assert accepted.handover
    assert accepted.handover["reason"] == "voucher_fails"


def test_conditions_without_a_minimum_need_no_basket(caller: Caller) -> None:
    answer = caller.says("voucher_promo", "willkommen zehn geht nicht")
    assert "erste Bestellung" in answer.text
    assert answer.asks == "confirm_person"


def test_a_code_that_only_sounds_like_one_is_confirmed(caller: Caller) -> None:
    caller.says("voucher_promo", "mein code geht nicht")
    assert caller.says("inform", "wilkommen zehn").asks == "confirm_voucher"
    assert "utter_voucher_valid" in caller.says("affirm", "ja").responses


def test_a_no_to_it_asks_for_the_spelling(caller: Caller) -> None:
    caller.says("voucher_promo", "mein code geht nicht")
    caller.says("inform", "wilkommen zehn")
    again = caller.says("deny", "nein")
    assert (again.asks, "buchstabieren" in again.text) == ("voucher_text", True)


def test_an_unknown_code_is_said_after_the_second_try(caller: Caller) -> None:
    caller.says("voucher_promo", "mein code geht nicht")
    assert "buchstabieren" in caller.says("inform", "X Y Z vier").text
    asked = caller.says("inform", "X Y Z vier")
    assert (asked.responses, asked.asks) == (["utter_voucher_unknown"], "confirm_person")


@pytest.mark.parametrize(
    "text",
    [
        "jetzt hab ich bezahlt und vergessen den rabatt reinzuschreiben",
        "können sie bei sommer zwanzig ein auge zudrücken",
        "rabattcode nach dem kauf noch anrechnen möglich",
    ],
)
def test_a_discount_afterwards_is_decided_by_a_person(caller: Caller, text: str) -> None:
    answer = caller.says("voucher_promo", text)
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("voucher_correction", "claim")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("kann man zwei codes zusammen nehmen", "Je Bestellung gilt ein Code"),
        ("wo in der app gebe ich das ein", "Warenkorb"),
        ("ich hab vom newsletter keinen code bekommen", "Spam"),
    ],
)
def test_questions_about_codes_as_such_are_answered(caller: Caller, text: str, heard: str) -> None:
    answer = caller.says("voucher_promo", text)
    assert (heard in answer.text, answer.done) == (True, ["voucher_promo"])


def test_text_messages_are_not_told_to_spell(hotline: Hotline) -> None:
    caller = Caller(VoucherForm, hotline, language="en", channel="sms")
    caller.says("voucher_promo", "my code fails")
    assert "just as it is" in caller.says("inform", "XYZ4").text


def test_coming_back_asks_for_the_basket_again(caller: Caller) -> None:
    caller.says("voucher_promo", "HERBST15 geht nicht")
    assert caller.is_back().asks == "amount"
