"""Nobody is reached in a way they did not agree to, and an unsafe caller only as they set it themselves."""

import json
from typing import Any

import pytest

from bot.handover.permissions import kept, permissions, with_callback
from tests.builders import CALLER
from tests.handover.flagged import flag, packed, talk_with, turn

UNSAFE = flag("abuse_safety", turn=2)
SAFE_NUMBER = "+491713920009"
START, END = "2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00"


def test_nothing_is_allowed_that_was_not_agreed() -> None:
    assert permissions(talk_with()) == {
        "callback": None,
        "sms": False,
        "email": False,
        "voicemail": None,
        "recording": False,
        "safe_contact": None,
    }


def test_in_a_thread_texts_are_allowed_unless_somebody_else_may_read_them() -> None:
    assert permissions(talk_with(channel="sms"))["sms"] is True
    assert permissions(talk_with(UNSAFE, channel="sms"))["sms"] is False


def test_an_unsafe_caller_is_contacted_in_no_way() -> None:
    allowed = permissions(talk_with(UNSAFE))
    assert allowed["safe_contact"] == {"contact": "none", "callback": None}
    assert (allowed["callback"], allowed["voicemail"], allowed["email"]) == (None, False, False)


def test_a_denied_hint_endangers_nobody_but_what_was_said_outright_stays() -> None:
    hint = flag("abuse_safety", "hint")
    assert permissions(talk_with(hint, settled=("abuse_safety",)))["safe_contact"] is None
    assert permissions(talk_with(hint))["safe_contact"] is not None
    assert permissions(talk_with(UNSAFE, settled=("abuse_safety",)))["safe_contact"] is not None


def test_what_was_agreed_stays_agreed() -> None:
    before = with_callback(permissions(talk_with()), CALLER, START, END)
    assert kept(before, permissions(talk_with()))["callback"] == CALLER


def test_danger_takes_back_what_was_agreed_before() -> None:
    before = with_callback(permissions(talk_with(channel="sms")), CALLER, START, END)
    now = kept(before, permissions(talk_with(UNSAFE, channel="sms")))
    assert (now["callback"], now["sms"]) == (None, False)
    assert now["safe_contact"] == {"contact": "none", "callback": None}


def test_a_contact_rule_outlives_every_update() -> None:
    set_by_caller = with_callback(permissions(talk_with(UNSAFE)), SAFE_NUMBER, START, END)
    assert (
        kept(set_by_caller, permissions(talk_with(UNSAFE)))["safe_contact"] == set_by_caller["safe_contact"]
    )
    assert kept(set_by_caller, permissions(talk_with()))["safe_contact"] == set_by_caller["safe_contact"]


def test_the_number_an_unsafe_caller_set_stands_in_the_contact_rule_and_nowhere_else() -> None:
    allowed = with_callback(permissions(talk_with(UNSAFE)), SAFE_NUMBER, START, END)
    contact = allowed.pop("safe_contact")
    assert contact["callback"] == {"phone": SAFE_NUMBER, "from": START, "until": END}
    assert SAFE_NUMBER not in json.dumps(allowed)


@pytest.mark.parametrize("name", ["phone_number", "email", "date", "time"])
def test_what_is_said_about_safe_contact_is_quoted_nowhere_in_the_packet(name: str) -> None:
    talk = talk_with(UNSAFE)
    values: dict[str, Any] = {"how": "spoken", "confidence": 1.0}
    talk.memory.facts[name] = {**values, "value": SAFE_NUMBER, "turn": 4}
    spoken = [turn(n, f"Satz {n}", said=f"Antwort {n}") for n in (1, 2)]
    protected = turn(4, "null eins sieben eins 3920009", said=f"Wir rufen {SAFE_NUMBER} an.")
    made = json.dumps(packed(talk, *spoken, protected))
    assert SAFE_NUMBER not in made
    assert "3920009" not in made
    assert "Satz 2" in made


def test_a_number_given_before_stays_with_the_facts() -> None:
    talk = talk_with(UNSAFE)
    talk.memory.facts["phone_number"] = {"value": CALLER, "how": "spoken", "turn": 1}
    assert [slot["name"] for slot in packed(talk)["slots"]] == ["phone_number"]
