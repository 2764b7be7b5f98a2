"""What a key means depends on what was asked; zero, star and nine always mean the same."""

from typing import Any

import pytest

from bot.conversation.keys import understand_keys
from bot.conversation.state import Heard
from tests.builders import NotedHandovers, ScriptedRasa, conversation, press, said, services, turn


def meaning(
    keys: str, expecting: str | None = None, question: dict[str, Any] | None = None
) -> tuple[Any, list[str]]:
    talk = conversation()
    talk.memory.expecting, talk.memory.question = expecting, question
    meant = understand_keys(turn(Heard(keys=keys), talk), keys)
    return meant.intent, [item.value for item in meant.entities]


@pytest.mark.parametrize(
    "expecting", [None, "order_number", "postcode", "yes_no", "text", "quantity", "time", "email"]
)
def test_zero_brings_a_person_whatever_was_asked(expecting: str | None) -> None:
    assert meaning("0", expecting)[0] == "human_request"


@pytest.mark.parametrize("expecting", [None, "order_number", "yes_no", "text"])
def test_star_repeats(expecting: str | None) -> None:
    assert meaning("*", expecting)[0] == "repeat"


@pytest.mark.parametrize("expecting", [None, "order_number", "yes_no", "text"])
def test_nine_changes_the_language(expecting: str | None) -> None:
    assert meaning("9", expecting)[0] == "language_switch"


@pytest.mark.parametrize(
    ("keys", "expecting", "value"),
    [
        ("104823", "order_number", "WM-104823"),
        ("104823#", "order_number", "WM-104823"),
        ("01067", "postcode", "01067"),
        ("1010", "postcode", "1010"),
        ("01713920002", "phone_number", "+491713920002"),
        ("481207", "article_number", "481207"),
        ("2", "quantity", "2"),
        ("9", "quantity", "9"),
    ],
)
def test_keys_answer_the_question_asked(keys: str, expecting: str, value: str) -> None:
    assert meaning(keys, expecting) == ("inform", [value])


@pytest.mark.parametrize(("keys", "intent"), [("1", "affirm"), ("2", "deny"), ("3", None)])
def test_one_is_yes_and_two_is_no_where_that_was_asked(keys: str, intent: str | None) -> None:
    assert meaning(keys, "yes_no")[0] == intent


@pytest.mark.parametrize(
    ("keys", "intent"),
    [("1", "order_status"), ("2", "order_cancel"), ("3", "return_how"), ("4", "order_place"), ("5", None)],
)
def test_the_menu(keys: str, intent: str | None) -> None:
    assert meaning(keys, None, {"kind": "menu"})[0] == intent


@pytest.mark.parametrize(("keys", "intent"), [("1", "order_cancel"), ("2", "return_how"), ("3", None)])
def test_one_of_two_wishes(keys: str, intent: str | None) -> None:
    assert meaning(keys, None, {"kind": "clarify", "options": ["order_cancel", "return_how"]})[0] == intent


@pytest.mark.parametrize("keys", ["1", "2", "77", "#", "12#", "A", "123456789"])
@pytest.mark.parametrize("expecting", [None, "text", "email", "city"])
def test_keys_nobody_asked_for_mean_nothing(keys: str, expecting: str | None) -> None:
    assert meaning(keys, expecting) == (None, [])


def test_keys_nobody_asked_for_are_answered_as_not_understood() -> None:
    (reply,) = press(conversation(), services(), "7")
    assert "nicht verstanden" in reply.text()


def test_keys_that_do_not_fit_again_and_again_bring_a_person() -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
    given, talk = services(ScriptedRasa({}, [asked] * 6)), conversation()
    talk.memory.expecting = "order_number"
    press(talk, given, "12", "13", "14", "15", "16")
    assert isinstance(given.handovers, NotedHandovers)
    assert ("not_understood", "person") in given.handovers.requests


def test_the_number_of_vain_tries_reaches_the_dialogue_so_that_it_can_ask_differently() -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
    rasa, talk = ScriptedRasa({}, [asked] * 6), conversation()
    talk.memory.expecting = "order_number"
    press(talk, services(rasa), "12", "13")
    assert [message["facts"]["attempt"] for message in rasa.asked] == [1, 2]
