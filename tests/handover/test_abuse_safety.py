"""Who is not safe to talk gets through with yes, no or keys, and no contact but the one they set."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.channels.outbox import Outbox
from bot.conversation.owner import Owner
from bot.handover.contact_rules import ContactRules
from bot.handover.outcomes import WaitOutcome
from bot.store.contact_safety import is_protected
from tests.builders import CALLER, NOW
from tests.handover.delicate_line import DelicateLine

SAFE_PHONE = "+491713920044"
CAN_TALK = "Können Sie gerade sprechen?"


def unsafe(engine: Engine, **talk: Any) -> DelicateLine:
    """A call in which it was just said."""
    line = DelicateLine(engine, **talk)
    line.say("darf nichts wissen")
    return line


def asked_for_a_time(engine: Engine) -> DelicateLine:
    """Not now, but at a number keyed in; a time was just proposed."""
    line = unsafe(engine)
    line.press("2", "1", "01713920044#")
    return line


def test_the_case_and_the_rule_are_there_before_anything_is_asked(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    reply = line.say("darf nichts wissen")
    assert reply.text().startswith(CAN_TALK)
    assert (line.case["reason"], line.case["priority"]) == ("abuse_safety", "P1")
    assert [rule["phone"] for rule in line.rules] == [CALLER]


def test_keys_alone_are_enough_to_get_a_person(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.expert()
    line.press("1")
    assert (line.wait["priority"], line.wait["skill"]) == ("P1", "safe_contact")


def test_so_is_the_key_for_a_person(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.expert()
    line.press("0")
    assert (line.wait["priority"], line.wait["skill"]) == ("P1", "safe_contact")


def test_keys_alone_are_enough_to_be_called_at_a_safe_number_and_time(sqlite: Engine) -> None:
    line = asked_for_a_time(sqlite)
    assert "allein" in line.press("2").text()
    reply = line.press("1")
    assert reply.text().startswith("Gut. Nur dann und nur unter dieser Nummer.")
    (promise,) = line.promises
    assert promise["phone"] == SAFE_PHONE
    (rule,) = line.rules
    assert rule["callback"]["phone"] == SAFE_PHONE
    agreed = [datetime.fromisoformat(rule["callback"][name]) for name in ("from", "until")]
    assert agreed == [promise["due_from"], promise["due_by"]]


def test_every_no_gets_a_later_time_and_the_fourth_is_the_last(sqlite: Engine) -> None:
    line = asked_for_a_time(sqlite)
    starts = []
    for _ in range(3):
        starts.append((line.talk.memory.question or {})["from"])
        line.press("2")
    assert starts == sorted(set(starts))
    assert line.press("2").text().startswith("Gut. Wir melden uns nicht von uns aus.")
    assert line.promises == []


def test_a_time_at_which_nobody_works_is_never_taken_for_agreed(sqlite: Engine) -> None:
    line = asked_for_a_time(sqlite)
    reply = line.say("heute abend um 23 uhr")
    assert "[[time:23:00]]" not in reply.text()
    assert reply.expecting == "yes_no"
    assert line.promises == []


def test_a_time_named_is_read_back_before_it_binds(sqlite: Engine) -> None:
    line = asked_for_a_time(sqlite)
    reply = line.say("morgen um 14 uhr")
    assert "[[date:2026-11-24]] zwischen [[time:14:00]] und [[time:14:30]]" in reply.text()
    line.say("ja")
    assert line.promises[0]["due_from"] == datetime.fromisoformat("2026-11-24T14:00:00+01:00")


def test_a_number_that_is_none_is_asked_for_once_more_and_then_left(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.press("2", "1")
    assert line.press("12#").text().startswith("An welche Nummer?")
    assert line.press("12#").text().startswith("Gut. Wir melden uns nicht von uns aus.")


def test_who_wants_no_call_is_left_in_peace(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    assert line.press("2", "2").text().startswith("Gut. Wir melden uns nicht von uns aus.")
    assert line.talk.owner is Owner.BOT


def test_silence_is_waited_out_briefly_and_no_person_is_brought_onto_the_line(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.expert()
    assert line.silence().text() == "Ich bin noch da."
    assert line.silence().text().startswith("Gut. Wir melden uns nicht")
    line.silence()
    assert line.silence().ends
    assert line.waits == []


@pytest.mark.parametrize("keys", [(), ("2",), ("2", "1"), ("2", "1", "01713920044#")])
def test_no_question_waits_for_an_answer_endlessly(sqlite: Engine, keys: tuple[str, ...]) -> None:
    line = unsafe(sqlite)
    for key in keys:
        line.press(key)
    assert line.silence(8).ends


def test_after_it_the_caller_may_say_whatever_they_like(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.press("2", "2")
    line.expert()
    line.say("Mitarbeiter")
    assert line.wait["skill"] == "safe_contact"


def test_with_nobody_at_work_that_is_said_and_a_safe_call_offered(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    reply = line.press("1")
    assert reply.text().startswith("Direkt verbinden kann ich im Moment nicht.")
    assert "zu einer Zeit anrufen, die Sie bestimmen" in reply.text()


@pytest.mark.parametrize("wish", ["Rückruf", "Mitarbeiter", "saftladen", "anwalt"])
def test_whatever_is_said_later_no_ordinary_call_back_is_offered(sqlite: Engine, wish: str) -> None:
    line = unsafe(sqlite)
    line.press("2", "2")
    reply = line.say(wish)
    assert "zurückrufen, die auf" not in reply.text()
    line.say("ja")
    assert line.promises == []


def test_while_waiting_the_hash_key_leaves_the_line_for_a_safe_call(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.expert()
    line.press("1")
    reply = line.press("#")
    assert "zu einer Zeit anrufen, die Sie bestimmen" in reply.text()
    assert line.wait["outcome"] == WaitOutcome.CASE_ONLY
    line.press("1")
    assert (line.talk.memory.question or {})["kind"] == "safe_number"


def test_while_waiting_no_message_is_recorded(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    line.expert()
    line.press("1")
    assert not line.press("*").voicemail


def test_a_yes_after_a_mere_hint_binds_every_later_message_too(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("er liest mit")
    assert line.rules == []
    assert line.press("1").text().startswith(CAN_TALK)
    assert len(line.rules) == 1
    assert line.case["packet"]["permissions"]["safe_contact"] == {"contact": "none", "callback": None}


def test_a_hint_beside_something_plain_changes_nothing_for_who_is_called_back(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    assert "zurückrufen, die auf" in line.say("rauch").text()
    line.say("ja")
    assert [promise["phone"] for promise in line.promises] == [CALLER]


def test_from_then_on_no_message_goes_to_the_number_nor_about_the_conversation(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    sent: list[str] = []

    def send(to: str, body: str) -> str:
        sent.append(to)
        return "SM1"

    outbox = Outbox(sqlite, send)
    outbox.put(CALLER, "Ihre Bestellung ist storniert.", "receipt", None)
    outbox.put("+491713929999", "Ihre Bestellung ist storniert.", "receipt", line.talk.id)
    outbox.put("+491713929998", "Für jemand anderen.", "receipt", None)
    outbox.send_due()
    assert sent == ["+491713929998"]


def test_the_rule_ends_with_the_case(sqlite: Engine) -> None:
    line = unsafe(sqlite)
    ContactRules(sqlite).lift(line.case["id"], NOW)
    with sqlite.connect() as db:
        assert not is_protected(db, CALLER, line.talk.id)


def test_the_number_and_time_stand_in_the_rule_and_nowhere_else_in_the_conversation(sqlite: Engine) -> None:
    line = asked_for_a_time(sqlite)
    line.press("1")
    assert SAFE_PHONE not in str(line.talk.memory.question)
    assert SAFE_PHONE not in str(line.case["packet"]["slots"])
    assert line.case["packet"]["permissions"]["callback"] is None
