"""A call back is promised only after an explicit yes, and in the window that was named last."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from tests.builders import ScriptedRasa, said, say, sure
from tests.handover.line import ASK, TOMORROW, Line


def test_a_person_asked_for_becomes_a_case_and_an_offer(engine: Engine) -> None:
    line = Line(engine)
    reply = line.say(ASK)
    assert line.talk.memory.case
    assert f"[[digits:{line.talk.memory.case['number']}]]" in reply.text()
    assert "[[digits:01]]" in reply.text()
    assert (reply.expecting, line.talk.owner, line.promises) == ("yes_no", Owner.QUEUE, [])


@pytest.mark.parametrize("yes", ["ja", "ja bitte", "gern", "okay"])
def test_a_yes_is_a_promise_with_window_number_and_owner(sqlite: Engine, yes: str) -> None:
    line = Line(sqlite)
    line.say(ASK)
    start, end = line.window
    reply = line.say(yes)
    (promise,) = line.promises
    assert "Wir rufen Sie" in reply.text()
    assert (promise["kind"], promise["phone"], promise["outcome"]) == ("callback", "+491713920001", "open")
    assert promise["due_from"] == datetime.fromisoformat(start + "+01:00")
    assert promise["due_by"] == datetime.fromisoformat(end + "+01:00")
    assert line.talk.owner is Owner.BOT


def test_the_one_is_a_yes(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK)
    line.press("1")
    assert len(line.promises) == 1


def test_a_promise_is_made_once_however_often_a_person_is_asked_for(engine: Engine) -> None:
    line = Line(engine)
    line.say(ASK, "ja", ASK, "ja")
    assert len(line.promises) == 1


def test_after_the_promise_the_hotline_goes_on_helping(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"wo ist mein paket": sure("order_status")}, [said("Es kommt morgen.")]))
    reply = line.say(ASK, "ja", "wo ist mein paket")
    assert reply.text().startswith("Es kommt morgen.")


@pytest.mark.parametrize("no", ["nein", "nein danke", "auf keinen Fall"])
def test_a_no_asks_what_would_suit(sqlite: Engine, no: str) -> None:
    line = Line(sqlite)
    reply = line.say(ASK, no)
    assert "andere Zeit" in reply.text()
    assert line.promises == []


@pytest.mark.parametrize("no", ["keinen Rückruf", "gar nicht", "nein", "lassen Sie es"])
def test_two_times_no_is_no_call_back_but_the_case_stays(sqlite: Engine, no: str) -> None:
    line = Line(sqlite, ScriptedRasa({no: sure("callback_request")}))
    reply = line.say(ASK, "nein", no)
    assert "kein Rückruf" in reply.text()
    assert (line.promises, line.talk.owner) == ([], Owner.BOT)
    assert line.packet["case_id"]


@pytest.mark.parametrize(
    "words",
    [
        "bitte keinen Rückruf",
        "ich brauche keinen Rückruf",
        "rufen Sie mich bloß nicht zurück",
        "ich will nicht zurückgerufen werden",
    ],
)
def test_who_wants_no_call_back_is_promised_none_though_the_model_hears_a_wish(
    sqlite: Engine, words: str
) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure("callback_request")}))
    line.say(ASK, words)
    assert line.promises == []


@pytest.mark.parametrize(
    "words", ["I don't want a call back", "please do not call me", "no need to call me back"]
)
def test_who_wants_no_call_back_is_promised_none_in_english_either(sqlite: Engine, words: str) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure("callback_request")}), language="en")
    line.say("agent", words)
    assert line.promises == []


def test_a_murmur_is_no_yes(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"hm also naja": [("affirm", 0.15), ("greet", 0.1)]}))
    line.say(ASK, "hm also naja")
    assert line.promises == []


def test_another_time_is_offered_before_it_is_promised(engine: Engine) -> None:
    line = Line(engine)
    reply = line.say(ASK, "nein", "morgen um 15 Uhr")
    assert line.window == (f"{TOMORROW}T15:00", f"{TOMORROW}T15:30")
    assert f"[[date:{TOMORROW}]]" in reply.text()
    line.say("ja")
    assert [promise["due_from"] for promise in line.promises] == [
        datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")
    ]


def test_a_yes_with_another_time_is_not_a_promise_of_the_old_one(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "ja, aber erst morgen um 15 Uhr")
    assert [promise["due_from"] for promise in line.promises] in (
        [],
        [datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")],
    )


def test_the_word_time_is_asked_back(sqlite: Engine) -> None:
    line = Line(sqlite)
    assert line.say(ASK, "nein", "eine andere Zeit").expecting == "time"
    line.say("morgen um 15 Uhr")
    assert line.window[0] == f"{TOMORROW}T15:00"


def test_a_switch_of_language_keeps_the_time_that_was_wished(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "nein", "morgen um 15 Uhr")
    reply = line.press("9")
    assert line.window[0] == f"{TOMORROW}T15:00"
    assert "May we call you back" in reply.text() or "suit you" in reply.text()


def test_in_english_from_the_first_word_to_the_promise(engine: Engine) -> None:
    line = Line(engine, caller="+447700900123", language="en")
    replies = say(line.talk, line.given, "agent", "no", "another time", "tomorrow at 3 pm", "yes please")
    assert "May we call you back" in replies[0].text()
    assert "We will call you on" in replies[-1].text()
    assert [promise["due_from"] for promise in line.promises] == [
        datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")
    ]
    assert all(sentence.language == "en" for reply in replies for sentence in reply.sentences)


@pytest.mark.parametrize(
    "words", ["das habe ich nicht verstanden", "ich weiß nicht", "da kann ich nichts zu sagen"]
)
def test_words_that_only_hold_a_not_decline_nothing(sqlite: Engine, words: str) -> None:
    line = Line(sqlite)
    assert "kein Rückruf" not in line.say(ASK, words).text()


@pytest.mark.parametrize(
    "words", ["ich habe drei sachen bestellt und will den chef", "mein sofa hat zwei risse"]
)
def test_a_number_of_things_is_no_time_of_day(sqlite: Engine, words: str) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure("human_request")}))
    line.say(words)
    assert line.window[0] == "2026-11-23T10:30"
