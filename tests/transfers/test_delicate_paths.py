"""Whole calls in virtual time off the straight way: hints, irritation, unsafe callers, a crisis at night."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.understanding.delicate.flags import Flag
from carrier import Call, Owner, Step, hears, then
from carrier.twiml.speech import seconds_to_say
from tests.builders import ScriptedRasa, flag, said, sure
from tests.transfers.flagged_call import BACK, CALLERS, EXPERT, FORM, GREETED_S, HUMAN, WISH, WORK
from tests.virtual import VirtualHotline, virtual_hotline

CALLER, BOSS = CALLERS["de"], "+4915228895999"
HINT, IRRITATED = "ich liege im krankenhaus", "das ist ja schon wieder nichts"
UNSAFE, CRISIS = "mein mann darf nichts wissen", "ich will nicht mehr leben"
RIGHT = "was ist über mich gespeichert"
SEEN: dict[str, tuple[Flag, ...]] = {
    HINT: (flag("illness", "hint"),),
    IRRITATED: (flag("anger", "hint"),),
    RIGHT: (flag("privacy_incident", "request"),),
    UNSAFE: (flag("abuse_safety"),),
    CRISIS: (flag("crisis"),),
}
INTENTS = {WISH["de"]: sure("order_status"), IRRITATED: sure("order_status"), RIGHT: sure("privacy_request")}
ASKED = said(FORM["de"], "order_number", "order_form")
CHECK = "mit einem Menschen sprechen?"
CALL_S = 240
LONGEST_PAUSE_S = 20


def seen(text: str, language: str) -> tuple[Flag, ...]:
    return SEEN.get(text, ())


Check = Callable[[VirtualHotline, Call], None]


def played(folder: Path, steps: list[Step], check: Check, *answers: Any) -> None:
    """A call with an expert at work who accepts, played and then checked."""
    with virtual_hotline(folder, ScriptedRasa(INTENTS, list(answers)), seen) as hotline:
        hotline.hire("eva", EXPERT, skills=["care", "safe_contact", "complaint_lead"])
        hotline.network.phone(EXPERT).owner = Owner(after=4, script=WORK)
        call = hotline.network.call(CALLER, hotline.number, steps)
        hotline.network.run_for(CALL_S)
        assert hotline.network.violations == []
        check(hotline, call)


def heard(call: Call) -> str:
    return " ".join(utterance.text for utterance in call.heard)


def in_form(*steps: Step) -> list[Step]:
    """After the greeting a parcel is asked for; then the order number is, and the steps follow."""
    return [then(GREETED_S, say=WISH["de"]), *steps]


def test_a_hint_and_a_no_go_on_with_the_form(tmp_path: Path) -> None:
    denied = hears(CHECK, say="nein danke")
    steps = in_form(hears(FORM["de"], say=HINT), denied, hears(FORM["de"], hang_up=True))

    def check(hotline: VirtualHotline, call: Call) -> None:
        assert call.over
        assert call.heard[-1].text.endswith(FORM["de"])
        assert hotline.rows("select id from handovers") == []

    played(tmp_path, steps, check, ASKED, ASKED)


def test_a_hint_and_silence_bring_a_person(tmp_path: Path) -> None:
    steps = in_form(hears(FORM["de"], say=HINT), hears(BACK["de"], hang_up=True))

    def check(hotline: VirtualHotline, call: Call) -> None:
        assert HUMAN in heard(call)
        (case,) = hotline.rows("select reason, priority from handovers")
        assert case == {"reason": "illness", "priority": "P2"}

    played(tmp_path, steps, check, ASKED, ASKED, ASKED)


def test_irritation_is_answered_shorter_and_the_second_time_by_a_person(tmp_path: Path) -> None:
    steps = [then(GREETED_S, say=IRRITATED), hears("Null oder Mitarbeiter", say=IRRITATED)]

    def check(hotline: VirtualHotline, call: Call) -> None:
        assert heard(call).index(FORM["de"]) < heard(call).index("Das hätte besser laufen müssen.")
        assert HUMAN in heard(call)
        wait = hotline.rows("select priority, skill from waits order by entered_at")[0]
        assert wait == {"priority": "P2", "skill": "complaint_lead"}

    played(tmp_path, steps, check, ASKED, ASKED, ASKED)


def test_what_is_theirs_by_right_is_answered_by_the_bot(tmp_path: Path) -> None:
    steps = [then(GREETED_S, say=RIGHT), hears("per Post", hang_up=True)]

    def check(hotline: VirtualHotline, call: Call) -> None:
        assert hotline.rows("select id from handovers") == []
        assert call.heard[-1].text.startswith("Die Auskunft kommt per Post.")

    played(tmp_path, steps, check, said("Die Auskunft kommt per Post."))


def test_an_unsafe_caller_needs_keys_only_and_gets_no_message_ever_after(tmp_path: Path) -> None:
    owed = {"kind": "withdrawal", "reference": "WR-1", "at": "2026-11-23T10:00:00+01:00"}
    steps = [
        then(GREETED_S, say=UNSAFE),
        hears("Können Sie gerade sprechen", press="1", after=7),
        hears("Worum geht es?", say=WISH["de"]),
    ]

    def check(hotline: VirtualHotline, call: Call) -> None:
        assert HUMAN in heard(call)
        assert "Widerrufen." in heard(call)
        assert hotline.network.phone(CALLER).inbox == []
        assert hotline.rows("select status from outgoing_messages where status <> 'refused'") == []

    played(tmp_path, steps, check, said("Widerrufen.", None, None, receipt=owed))


@pytest.fixture
def night(tmp_path: Path) -> Iterator[VirtualHotline]:
    """Nobody at work; whoever is in charge has a phone they do not answer."""
    with virtual_hotline(tmp_path, ScriptedRasa(), seen) as hotline:
        hotline.hire("chef", BOSS, role="lead", status="off")
        hotline.network.phone(BOSS).owner = Owner("no-answer")
        yield hotline


def alert(hotline: VirtualHotline) -> str:
    """The one message to those in charge."""
    (message,) = hotline.network.phone(BOSS).inbox
    return str(message.body)


def pauses(call: Call) -> list[float]:
    """Seconds of silence between what was heard."""
    return [
        (later.at - earlier.at).total_seconds() - seconds_to_say(earlier.text)
        for earlier, later in itertools.pairwise(call.heard)
    ]


def test_in_a_crisis_with_nobody_at_work_the_line_is_never_put_down(night: VirtualHotline) -> None:
    call = night.network.call(CALLER, night.number, [then(GREETED_S, say=CRISIS)])
    night.network.run_for(GREETED_S + 25 * 18)
    assert len(night.rows("select number from turns where heard is null and keyed is null")) > 20
    assert not call.over
    assert max(pauses(call)) <= LONGEST_PAUSE_S
    assert "niemand da" in heard(call)
    assert night.network.violations == []


def test_those_in_charge_are_told_by_text_which_case_and_nothing_more(night: VirtualHotline) -> None:
    night.network.call(CALLER, night.number, [then(GREETED_S, say=CRISIS)])
    night.network.run_for(60)
    (case,) = night.rows("select case_number from handovers")
    assert alert(night) == f"Fall {case['case_number']}, Stufe P0: bitte sofort am Arbeitsplatz ansehen."


def test_by_text_message_too_the_numbers_come_at_once(night: VirtualHotline) -> None:
    told = " ".join(message.body for message in night.network.phone(CALLER).text(CRISIS, night.number))
    night.network.run_for(10)
    assert "112" in told
    assert "0800 111 0 111" in told
    assert "Stufe P0" in alert(night)


def test_by_text_message_an_unsafe_caller_is_asked_and_then_left_in_peace(night: VirtualHotline) -> None:
    phone = night.network.phone(CALLER)
    (asked,) = phone.text(UNSAFE, night.number)
    assert "Können Sie gerade schreiben?" in asked.body
    (left,) = phone.text("nein", night.number)
    assert "zu einer Zeit anrufen, die Sie bestimmen" in left.body
    (over,) = phone.text("nein", night.number)
    assert "Wir melden uns nicht von uns aus." in over.body
    before = len(phone.inbox)
    night.network.run_for(600)
    assert len(phone.inbox) == before
