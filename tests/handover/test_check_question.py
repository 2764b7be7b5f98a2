"""After a hint one open question: a plain no goes on where it was, all else brings the person."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import DialogueUnavailable
from tests.builders import ScriptedRasa, said, sure
from tests.handover.delicate_line import DelicateLine

WISH = {"wo ist mein paket": sure("order_status")}
ASKED = said("Wie lautet Ihre Bestellnummer?", "order_number", "order_form")
SETTLED = said("Ihr Paket kommt morgen.")
CHECK = "Möchten Sie gleich mit einem Menschen sprechen?"


def in_form(engine: Engine, *answers: Any) -> DelicateLine:
    """A call in which the order number was just asked for."""
    line = DelicateLine(engine, ScriptedRasa(WISH, [ASKED, *answers]))
    line.say("wo ist mein paket")
    return line


def no_rasa(*args: object, **more: object) -> Any:
    raise DialogueUnavailable("down")


def test_a_hint_is_asked_about_once_and_openly(sqlite: Engine) -> None:
    line = in_form(sqlite)
    reply = line.say("im krankenhaus")
    assert reply.text().endswith(CHECK)
    assert reply.expecting == "yes_no"
    assert line.cases == []


@pytest.mark.parametrize(
    "answer",
    ["ja", "ja bitte mit einem Menschen", "Mitarbeiter", "ich weiß nicht", "warum fragen Sie", "xyz"],
)
def test_a_yes_and_everything_unclear_bring_the_person(sqlite: Engine, answer: str) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("im krankenhaus")
    assert line.say(answer).text().startswith("Danke, dass Sie mir das sagen.")
    assert (line.case["reason"], line.wait["skill"]) == ("illness", "care")


@pytest.mark.parametrize("key", ["1", "0", "5"])
def test_so_do_keys(sqlite: Engine, key: str) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("im krankenhaus")
    line.press(key)
    assert line.case["reason"] == "illness"


def test_so_does_silence(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("im krankenhaus")
    line.silence()
    assert line.wait["priority"] == "P2"


def test_so_does_an_answer_nobody_can_understand_because_rasa_is_down(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("im krankenhaus")
    line.given.dialogue.parse = no_rasa  # type: ignore[attr-defined]
    line.say("na ja ich weiß nicht so recht")
    assert line.case["reason"] == "illness"


def test_a_crisis_only_hinted_at_brings_the_numbers_with_the_person(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("kein ausweg")
    reply = line.say("Mitarbeiter")
    assert reply.text().count("[[digits:112]]") == 2
    assert line.wait["priority"] == "P0"


@pytest.mark.parametrize("say_no", ["nein", "nein danke", "nee lassen Sie mal"])
def test_a_no_goes_on_with_the_form(sqlite: Engine, say_no: str) -> None:
    line = in_form(sqlite, ASKED)
    line.given.dialogue.intents[say_no] = sure("deny")  # type: ignore[attr-defined]
    line.say("im krankenhaus")
    reply = line.say(say_no)
    assert reply.text().startswith("Gut. Einen Menschen erreichen Sie jederzeit")
    assert reply.text().endswith("Wie lautet Ihre Bestellnummer?")
    assert (line.talk.memory.expecting, line.cases) == ("order_number", [])


def test_the_key_two_is_a_no(sqlite: Engine) -> None:
    line = in_form(sqlite, ASKED)
    line.say("im krankenhaus")
    assert line.press("2").text().endswith("Wie lautet Ihre Bestellnummer?")


def test_a_no_with_a_wish_behind_it_is_a_no_and_the_wish_is_served(sqlite: Engine) -> None:
    line = in_form(sqlite, SETTLED)
    line.given.dialogue.intents["ich will wissen, wo die rückgabe bleibt"] = sure("return_status")  # type: ignore[attr-defined]
    line.say("im krankenhaus")
    reply = line.say("nein, ich will wissen, wo die rückgabe bleibt")
    assert "kommt morgen" in reply.text()
    assert line.cases == []


def test_a_no_outside_of_a_form_serves_what_was_said_before(sqlite: Engine) -> None:
    line = DelicateLine(sqlite, ScriptedRasa({"im krankenhaus": sure("return_how")}, [SETTLED]))
    line.say("im krankenhaus")
    reply = line.say("nein")
    assert reply.text().startswith("Ihr Paket kommt morgen.")
    assert reply.text().endswith("sagen Sie einfach Mitarbeiter.")


def test_at_an_open_door_too_what_was_said_is_the_wish(sqlite: Engine) -> None:
    done = said("Ihr Paket kommt morgen.", None, None, done="order_status")
    rasa = ScriptedRasa(WISH | {"im krankenhaus": sure("return_how")}, [done, said("So geht es zurück.")])
    line = DelicateLine(sqlite, rasa)
    line.say("wo ist mein paket", "im krankenhaus")
    assert "So geht es zurück." in line.say("nein").text()


def test_what_was_asked_of_the_hotline_leaves_the_question_open(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.say("im krankenhaus")
    assert CHECK in line.say("wie bitte").text()
    assert line.cases == []
