"""Nothing is left half-way: what a restart, a lost call or a dead process leaves behind is put right."""

import pytest
from sqlalchemy import Engine

from bot.errors import CarrierUnavailable
from bot.handover.outcomes import CallOutcome
from tests.handover.hall import Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    return Hall(sqlite)


# --- limits and restarts ---


@pytest.mark.parametrize(
    ("status", "seconds", "outcome"),
    [
        ("dialling", 13, "failed"),
        ("ringing", 21, "no_answer"),
        ("answered", 26, "no_key"),
        ("accepted", 31, "dropped_in_brief"),
    ],
)
def test_no_call_stays_in_a_state_for_ever(hall: Hall, status: str, seconds: int, outcome: str) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    x = hall.ringing(wait) or ""
    sid = None if status == "dialling" else "CA1"
    hall.set_call(x, status=status, call_sid=sid, answered_at=hall.clock.now(), accepted_at=hall.clock.now())
    hall.restart()
    hall.pass_s(seconds)
    assert (hall.outcome(x), hall.wait(wait)["status"]) == (outcome, "waiting")
    assert hall.status("eva") == "after_call"


def test_an_expert_lost_while_the_server_was_down_is_found(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.talking(wait)
    hall.carrier.over.add("CA1")
    hall.restart()
    hall.pass_s(31)
    assert (hall.outcome(x), hall.wait(wait)["news"], hall.status("eva")) == (
        "dropped_in_call",
        "expert_gone",
        "after_call",
    )


def test_a_caller_lost_while_the_server_was_down_is_found(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.talking(wait)
    hall.carrier.over.add("CALLER1")
    hall.restart()
    hall.pass_s(95)
    assert (hall.outcome(x), hall.wait(wait)["outcome"], hall.status("eva")) == (
        "completed",
        "talked",
        "after_call",
    )


@pytest.mark.parametrize("outcome", [CallOutcome.DECLINED, CallOutcome.FAILED, CallOutcome.WITHDRAWN])
def test_a_process_that_died_before_the_caller_was_put_back(hall: Hall, outcome: CallOutcome) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    x = hall.ringing(wait) or ""
    hall.set_call(x, status="over", outcome=outcome.value, ended_at=hall.clock.now())
    hall.restart()
    hall.pass_s(6)
    assert (hall.status("eva") == "ringing") == (hall.wait(wait)["status"] == "ringing")
    hall.pass_s(45)
    assert len(hall.carrier.rung) == 2


@pytest.mark.parametrize(
    ("outcome", "news"),
    [
        ("dropped_in_call", "expert_gone"),
        ("transferred", "transferred"),
        ("completed", "finished"),
        ("handed_back", "handed_back"),
    ],
)
def test_a_process_that_died_before_the_caller_was_told(hall: Hall, outcome: str, news: str) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.in_menu(wait)
    hall.set_call(x, status="over", outcome=outcome, ended_at=hall.clock.now())
    hall.restart()
    hall.pass_s(6)
    assert (hall.wait(wait)["news"], hall.status("eva")) == (news, "after_call")


def test_a_process_that_died_between_claiming_and_dialling(hall: Hall) -> None:
    hall.expert("eva", status="ringing", status_since=hall.clock.now())
    wait = hall.caller()
    hall.set_wait(wait, status="ringing")
    hall.pass_s(7)
    assert hall.ringing(wait) is not None


def test_an_expert_at_the_desk_with_a_text_message_is_left_alone(hall: Hall) -> None:
    hall.expert("eva")
    hall.menu.chosen(hall.in_menu(hall.caller()), "4", 0)
    hall.pass_s(100)
    hall.set_expert("eva", status="talking", status_since=hall.clock.now())
    hall.pass_s(20)
    assert hall.status("eva") == "talking"


def test_somebody_else_was_quicker_and_the_second_call_is_taken_back(hall: Hall) -> None:
    hall.expert("eva")
    wait, eva = hall.caller(), hall.experts.get("eva")
    stale = hall.wait(wait)
    hall.work()
    ida = hall.experts.get(hall.expert("ida"))
    assert ida
    assert eva
    assert hall.dispatcher._parts.ringing.ring(stale, ida)
    assert hall.dispatcher._parts.ringing.ring(stale, eva)
    assert (hall.who_rings(), hall.status("ida"), len(hall.carrier.rung)) == (["eva"], "free", 1)


# --- talks that die young ---


def test_a_talk_lost_within_ninety_seconds_is_noted_once(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.talking(wait)
    hall.pass_s(40)
    hall.line.progress(x, "CA1", "completed")
    hall.pass_s(16)
    hall.restart()
    hall.pass_s(30)
    assert hall.events("bridge_died") == [{"expert_call": x, "seconds": 40}]
    assert hall.died == [1]
    notes = hall.line._speaks.notes.packet(hall.wait(wait)["handover_id"])["summary"]["notes"]
    assert [(note["kind"], note["expert_call"]) for note in notes] == [("bridge_died", x)]


def test_a_long_talk_or_two_phones_put_down_together_are_no_failure(hall: Hall) -> None:
    hall.expert("eva")
    hall.expert("ida")
    long = hall.caller("1")
    lasting = hall.talking(long)
    hall.pass_s(95)
    hall.hangs_up(long)
    hall.line.progress(lasting, "CA1", "completed")
    short = hall.caller("2")
    brief = hall.talking(short)
    hall.pass_s(20)
    hall.line.progress(brief, "CA2", "completed")
    hall.hangs_up(short)
    hall.pass_s(40)
    assert hall.events("bridge_died") == []
    assert hall.wait(short)["outcome"] == "talked"


# --- callers alone in a room ---


def test_a_caller_alone_in_the_room_is_brought_back(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.talking(wait)
    hall.line.progress(x, "CA1", "completed")
    hall.work()
    # The carrier may be about to bring them out by itself.
    assert hall.talk(wait).owner == "expert"
    hall.pass_s(3)
    assert hall.carrier.moved[-1] == ("CALLER1", "turn")
    assert hall.talk(wait).owner == "queue"
    hall.work()
    assert len(hall.carrier.moved) == 2


def test_one_who_cannot_be_brought_back_is_not_given_up(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.line.progress(hall.talking(wait), "CA1", "completed")
    hall.carrier.fault = CarrierUnavailable("503")
    hall.pass_s(3)
    hall.carrier.fault = None
    hall.work()
    assert hall.carrier.moved[-1] == ("CALLER1", "turn")


def test_an_expert_alone_in_the_room_gets_the_caller_by_a_second_try(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    x = hall.accepted(wait)
    hall.carrier.fault = CarrierUnavailable("503")
    hall.line.join(x)
    hall.carrier.fault = None
    hall.pass_s(61)
    assert hall.carrier.moved[-1] == ("CALLER1", "room")
