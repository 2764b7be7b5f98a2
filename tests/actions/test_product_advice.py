"""Advice: one question about the need, facts of what fits, a person for more."""

import pytest

from actions.product_advice import AdviceForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(AdviceForm, hotline)


def test_a_need_told_brings_facts_and_the_offer_of_a_person(caller: Caller) -> None:
    answer = caller.says("product_advice", "was nimmt man denn am besten für parkett so zum saugen")
    assert "Akkusauger" in answer.text
    assert ("Staubsauger Stille" in answer.text, answer.asks) == (False, "confirm_person")
    assert caller.says("deny", "nein danke").done == ["product_advice"]


def test_the_need_is_asked_for_in_one_question(caller: Caller) -> None:
    asked = caller.says("product_advice", "welche lampe würden sie nehmen")
    assert (asked.asks, asked.responses) == ("advice_need_text", ["utter_statement"])
    answer = caller.says("inform", "für den schreibtisch")
    assert "Schreibtischlampe Winkel" in answer.text


def test_whoever_cannot_say_hears_two_at_most(caller: Caller) -> None:
    caller.says("product_advice", "welche lampe würden sie nehmen")
    answer = caller.says("inform", "ach das weiß ich nicht")
    assert len([name for name in answer.responses if name.startswith("utter_advice_fit")]) == 2


def test_nothing_is_promised_about_a_body(caller: Caller) -> None:
    caller.says("product_advice", "ich hab rückenweh was soll ich da für eine matratze nehmen")
    answer = caller.says("inform", "neunzig mal zweihundert eher fest")
    assert "utter_advice_no_promise" in answer.responses
    assert "gegen" not in answer.text


def test_more_goes_to_a_person_with_what_was_said(caller: Caller) -> None:
    caller.says("product_advice", "which pan is better for a beginner")
    answer = caller.says("affirm", "yes please")
    assert answer.handover
    assert answer.handover["reason"] == "product_advice"
    assert "beginner" in caller.slots["advice_need_text"]


def test_what_we_do_not_have_is_offered_to_a_person(caller: Caller) -> None:
    assert caller.says("product_advice", "welches zelt taugt denn in norwegen").asks == "advice_need_text"
    asked = caller.says("inform", "ein zelt halt")
    assert (asked.responses, asked.asks) == (["utter_advice_unknown"], "confirm_person")


def test_what_is_sold_out_is_said_to_be(caller: Caller) -> None:
    assert "nicht auf Lager" in caller.says("product_advice", "welchen sauger für treppen").text


def test_a_new_question_forgets_the_old_need(caller: Caller) -> None:
    caller.says("product_advice", "was nimmt man für parkett zum saugen")
    answer = caller.says("product_advice", "und welche pfanne für steaks")
    assert ("Bratpfanne Eisen" in answer.text, "sauger" in answer.text) == (True, False)


def test_coming_back_repeats_the_question(caller: Caller) -> None:
    asked = caller.says("product_advice", "welche lampe würden sie nehmen")
    assert caller.is_back().text == asked.text


def test_the_source_goes_on_record(caller: Caller, hotline: Hotline) -> None:
    answer = caller.says("product_advice", "welche pfanne für steaks")
    source = hotline.knowledge.guide.advice.source
    assert {"record": {"source": source, "entry": "ADVICE-PAN"}} in answer.requests
