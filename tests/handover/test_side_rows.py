"""Phones beside a talk, on the rows: one at a time, none for ever, and who takes over takes all of it."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import CallRefused, CarrierUnavailable
from bot.handover.case_notes import CaseNotes
from bot.handover.expert_line import Speaks
from bot.handover.ringing import Rung
from bot.handover.side_calls import COACH, COLLEAGUE, SideCalls
from bot.handover.side_line import SideLine
from tests.handover.at_once import at_once
from tests.handover.hall import PHRASES, Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    return talking(sqlite)


def talking(engine: Engine) -> Hall:
    """Eva talks with a caller; Ida and Lea are free."""
    hall = Hall(engine)
    hall.expert("eva")
    wait = hall.caller()
    hall.talking(wait)
    hall.expert("ida")
    hall.expert("lea", role="lead")
    return hall


def eva(hall: Hall) -> Any:
    row = hall.calls.last_of("eva")
    assert row
    return row


def ask(hall: Hall, who: str = "ida", kind: str = COLLEAGUE) -> Rung:
    row = hall.experts.get(who)
    assert row
    return hall.side.beside.ringing.ring(eva(hall), row, kind, "eva")


def line(hall: Hall) -> Any:
    return SideLine(hall.side.beside, Speaks(PHRASES, CaseNotes(hall.engine)), hall.clock)


def newest(hall: Hall) -> Any:
    return SideCalls(hall.engine).of(eva(hall)["id"])[-1]


def joined(hall: Hall) -> str:
    """Ida is in the room, too; the id of her side call."""
    assert ask(hall) is Rung.RINGS
    s, sides = str(newest(hall)["id"]), line(hall)
    sides.picked_up(s, newest(hall)["call_sid"])
    sides.key(s, "1", 0)
    assert sides.join(s).then == "room"
    return s


# --- asked ---


def test_of_two_colleagues_asked_at_the_same_moment_one_is_rung(engine: Engine) -> None:
    hall = talking(engine)
    others = [Hall(engine) for _ in range(2)]
    results = at_once(lambda: ask(others[0], "ida"), lambda: ask(others[1], "lea"))
    assert sorted(results) == [Rung.RINGS, Rung.TAKEN]
    assert sorted(hall.status(who) for who in ("ida", "lea")) == ["free", "ringing"]


def test_who_is_asked_and_rung_by_the_dispatcher_at_once_gets_one_call(engine: Engine) -> None:
    hall = talking(engine)
    hall.set_expert("lea", status="off")
    hall.caller("2")
    others = [Hall(engine) for _ in range(2)]
    at_once(others[0].work, lambda: ask(others[1], "ida"))
    rung = [call for one in others for call in one.carrier.rung]
    assert len(rung) == 1


@pytest.mark.parametrize(
    ("fault", "rung"),
    [(CallRefused("21211"), Rung.REFUSED), (CarrierUnavailable("503"), Rung.CARRIER_AWAY)],
)
def test_where_it_does_not_ring_they_are_free_again(hall: Hall, fault: Any, rung: Rung) -> None:
    hall.carrier.fault = fault
    assert ask(hall) is rung
    assert (hall.status("ida"), newest(hall)["outcome"]) == ("free", "failed")


@pytest.mark.parametrize("status", ["after_call", "paused", "off", "talking", "ringing"])
def test_a_colleague_must_be_free_but_a_coach_only_not_on_the_phone(hall: Hall, status: str) -> None:
    hall.set_expert("lea", status=status)
    assert ask(hall, "lea") is Rung.BUSY
    busy = status in ("talking", "ringing")
    assert ask(hall, "lea", COACH) is (Rung.BUSY if busy else Rung.RINGS)
    assert hall.status("lea") == status


def test_nobody_is_asked_into_a_talk_that_is_over(hall: Hall) -> None:
    hall.line.put_down(eva(hall)["id"])
    assert ask(hall) is Rung.TAKEN
    assert hall.status("ida") == "free"


# --- none for ever ---


def test_a_phone_nobody_picks_up_is_let_be(hall: Hall) -> None:
    ask(hall)
    hall.pass_s(22)
    assert (newest(hall)["outcome"], hall.status("ida")) == ("no_answer", "free")
    assert newest(hall)["call_sid"] in hall.carrier.hung_up


def test_a_call_that_was_never_dialled_is_over_soon(hall: Hall) -> None:
    SideCalls(hall.engine).begin(eva(hall)["id"], "ida", "eva", COLLEAGUE, hall.clock.now())
    hall.set_expert("ida", status="ringing", status_since=hall.clock.now())
    hall.pass_s(14)
    assert (newest(hall)["outcome"], hall.status("ida")) == ("failed", "free")


def test_who_picks_up_and_says_nothing_is_let_be(hall: Hall) -> None:
    ask(hall)
    line(hall).picked_up(str(newest(hall)["id"]), newest(hall)["call_sid"])
    hall.pass_s(47)
    assert (newest(hall)["outcome"], hall.status("ida")) == ("no_key", "free")


def test_a_colleague_whose_line_was_lost_unseen_is_found_out(hall: Hall) -> None:
    joined(hall)
    hall.carrier.over.add(newest(hall)["call_sid"])
    hall.pass_s(31)
    assert (newest(hall)["outcome"], hall.status("ida"), eva(hall)["status"]) == ("left", "free", "talking")


def test_when_the_talk_is_over_so_is_everything_beside_it(hall: Hall) -> None:
    joined(hall)
    hall.side.parting.finish(eva(hall))
    hall.pass_s(2)
    assert (newest(hall)["outcome"], hall.status("ida")) == ("withdrawn", "free")
    assert newest(hall)["call_sid"] in hall.carrier.hung_up


def test_beside_a_talk_nobody_is_taken_for_lost(hall: Hall) -> None:
    joined(hall)
    hall.pass_s(120)
    assert (hall.status("ida"), newest(hall)["status"]) == ("talking", "joined")


# --- taking over ---


def test_who_takes_over_has_the_wait_the_room_and_the_call(engine: Engine) -> None:
    hall = talking(engine)
    s, before = joined(hall), eva(hall)
    hall.line.put_down(before["id"])
    heir, wait = hall.calls.get(s), hall.wait(before["wait_id"])
    assert heir
    assert (heir["staff_id"], heir["room"], heir["status"], heir["wait_id"]) == (
        "ida",
        before["room"],
        "talking",
        before["wait_id"],
    )
    assert (wait["status"], wait["last_expert_id"], wait["outcome"]) == ("talking", "ida", None)
    assert (eva(hall)["outcome"], hall.outcomes) == ("transferred", ["transferred"])
    assert (hall.status("eva"), hall.status("ida")) == ("after_call", "talking")
    hall.pass_s(60)
    assert hall.calls.get(s)["status"] == "talking"  # type: ignore[index]


def test_an_expert_who_drops_out_many_times_over_is_followed_by_one_heir(engine: Engine) -> None:
    hall = talking(engine)
    s, x = joined(hall), eva(hall)["id"]
    others = [Hall(engine) for _ in range(4)]
    at_once(*(lambda one=one: one.line.put_down(x) for one in others))
    assert [call["id"] for call in hall.calls.in_status("talking")] == [s]
    assert sum(len(one.outcomes) for one in others) == 1


def test_a_colleague_and_an_expert_who_leave_at_the_same_moment_leave_nobody_behind(engine: Engine) -> None:
    hall = talking(engine)
    s, x = joined(hall), eva(hall)
    others = [Hall(engine) for _ in range(2)]
    at_once(lambda: others[0].line.put_down(x["id"]), lambda: line(others[1]).put_down(s))
    hall.line.put_down(s)
    hall.pass_s(2)
    # Whoever was first, the caller waits for the next expert now.
    assert hall.calls.in_status("talking") == []
    assert hall.wait(x["wait_id"])["status"] in ("waiting", "ringing")


def test_a_caller_who_has_hung_up_is_nobody_to_take_over(hall: Hall) -> None:
    s, x = joined(hall), eva(hall)
    hall.hangs_up(x["wait_id"])
    hall.line.put_down(x["id"])
    assert (eva(hall)["outcome"], hall.calls.get(s)) == ("completed", None)
    hall.pass_s(2)
    assert hall.status("ida") == "free"


def test_the_hold_goes_with_the_talk(hall: Hall) -> None:
    s, x = joined(hall), eva(hall)
    hall.set_call(x["id"], held_since=hall.clock.now(), hold_reason="ask_colleague")
    hall.clock.pass_s(30)
    hall.line.put_down(x["id"])
    heir = hall.calls.get(s)
    assert heir
    assert (heir["hold_reason"], heir["held_since"] is not None) == ("ask_colleague", True)
    assert (eva(hall)["held_s"], eva(hall)["held_since"]) == (30, None)


def test_the_way_out_of_the_room_leads_to_who_has_it_now(hall: Hall) -> None:
    s, x = joined(hall), eva(hall)
    hall.line.put_down(x["id"])
    talk = hall.talk(x["wait_id"])
    # The caller's page still names the call of who has gone.
    assert hall.bridge.caller_back(talk.id, x["id"]) is not None
    assert hall.calls.get(s)["status"] == "menu"  # type: ignore[index]
    assert hall.wait(x["wait_id"])["news"] == "on_hold"
