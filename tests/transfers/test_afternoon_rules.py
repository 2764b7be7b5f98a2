"""The rules of the afternoon can be broken: each sees what it is there for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.builders import NOW
from tests.transfers.afternoon_order import heavy_again, served_before
from tests.transfers.afternoon_promises import Owed, faults
from tests.transfers.afternoon_replay import Row, Rung
from tests.transfers.afternoon_served import overlapping


def waiting(name: str, **facts: Any) -> Row:
    """Somebody who has waited for a minute and a half for no skill in particular."""
    row = {
        "id": name,
        "priority": "P3",
        "skill": "any",
        "language": "de",
        "channel": "voice",
        "status": "waiting",
    }
    row |= {
        "entered_at": NOW - timedelta(seconds=90),
        "first": False,
        "outcome": None,
        "last_expert_id": None,
    }
    return {**row, "not_experts": [], **facts}


def expert(name: str, **facts: Any) -> Row:
    """Somebody trained, free for an hour."""
    row = {
        "id": name,
        "skills": ["care", "any"],
        "languages": ["de"],
        "level": 2,
        "site": "",
        "role": "agent",
    }
    row |= {
        "status": "free",
        "status_since": NOW - timedelta(hours=1),
        "heavy_last": False,
        "last_case_at": None,
    }
    return {**row, **facts}


def rung(wait: Row, whom: Row, *others: Row, free: tuple[Row, ...] = (), calls: tuple[Row, ...] = ()) -> Rung:
    """This expert's phone rings for this caller while the others wait."""
    by_id = [{row["id"]: row for row in rows} for rows in ((wait, *others), (whom, *free), calls)]
    return Rung(NOW, wait, whom, *by_id)


def test_who_is_less_urgent_must_not_be_served_first() -> None:
    urgent = waiting("urgent", priority="P1", entered_at=NOW)
    found = rung(waiting("ordinary"), expert("ada"), urgent)
    assert len(list(served_before(found, [found]))) == 1
    assert list(served_before(rung(urgent, expert("ada"), waiting("ordinary")), [])) == []


@pytest.mark.parametrize(
    "excuse",
    [
        {"language": "en"},
        {"status": "talking"},
        {"channel": "sms"},
        {"outcome": "talked"},
        {"priority": "P2", "not_experts": ["ada"]},
        {"priority": "P2", "skill": "billing_care"},
    ],
)
def test_but_nobody_is_passed_over_whom_this_expert_cannot_take(excuse: dict[str, Any]) -> None:
    other = waiting("other", **{"priority": "P1", **excuse})
    assert list(served_before(rung(waiting("ordinary"), expert("ada"), other), [])) == []


def test_nor_who_is_rung_for_at_the_same_moment_or_already() -> None:
    other = waiting("other", priority="P1")
    found = rung(waiting("ordinary"), expert("ada"), other)
    assert list(served_before(found, [found, rung(other, expert("ben"))])) == []
    ringing = {"id": "x", "wait_id": "other", "staff_id": "ben", "status": "ringing", "ended_at": None}
    assert list(served_before(replace(found, calls={"x": ringing}), [found])) == []


def test_who_has_starved_may_come_before_a_p2_but_not_before_a_p1() -> None:
    starved = waiting("starved", entered_at=NOW - timedelta(minutes=11))
    for priority, times in (("P2", 0), ("P1", 1)):
        found = rung(starved, expert("ada"), waiting("other", priority=priority))
        assert len(list(served_before(found, [found]))) == times


def test_a_second_heavy_case_is_for_somebody_else_when_anybody_is_free() -> None:
    tired = expert("ada", heavy_last=True, last_case_at=NOW - timedelta(minutes=4))
    heavy = waiting("heavy", priority="P1")
    found = rung(heavy, tired, free=(expert("ben"),))
    assert len(list(heavy_again(found, [found]))) == 1
    assert list(heavy_again(rung(heavy, tired, free=(expert("ben", languages=["en"]),)), [])) == []
    assert list(heavy_again(found, [found, rung(waiting("other"), expert("ben"))])) == []


def test_two_at_once_are_seen_and_one_after_the_other_is_fine() -> None:
    def at(minute: int) -> datetime:
        return NOW + timedelta(minutes=minute)

    assert len(list(overlapping([(at(0), at(5), "ada"), (at(4), at(6), "ada")]))) == 1
    assert len(list(overlapping([(at(0), at(9), "ada"), (at(1), at(2), "ada"), (at(8), at(9), "ada")]))) == 2
    assert list(overlapping([(at(0), at(5), "ada"), (at(5), at(6), "ada"), (at(1), at(2), "ben")])) == []


def promised(outcome: str = "open", *called: int, **more: Any) -> Owed:
    """For the two hours from now on; called so many minutes after they began."""
    calls = tuple(NOW + timedelta(minutes=minute) for minute in called)
    return Owed(outcome, NOW, NOW + timedelta(hours=2), calls=calls, **more)


LATER, TOMORROW = NOW + timedelta(hours=3), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "kept",
    [
        promised("kept", 10),
        promised("open", 10, 40, next_try_at=TOMORROW),
        promised("unreached", 10, 40, 110),
        promised("cancelled", served=True),
    ],
)
def test_a_promise_is_kept_by_a_call_in_its_time(kept: Owed) -> None:
    assert list(faults(kept, LATER)) == []


def test_before_its_time_is_over_only_who_was_called_in_vain_must_be_called_again() -> None:
    at = NOW + timedelta(hours=1)
    assert list(faults(promised(), at)) == []
    assert list(faults(promised("open", 50, next_try_at=NOW + timedelta(minutes=80)), at)) == []
    assert len(list(faults(promised("open", 50), at))) == 1


@pytest.mark.parametrize(
    "broken",
    [
        promised(),
        promised("broken"),
        promised("kept"),
        promised("kept", 130),
        promised("kept", -5),
        promised("cancelled", 10),
        promised("unreached", 10, 40),
        promised("open", 10, 40),
        promised("open", 10, 40, next_try_at=NOW + timedelta(hours=2)),
        promised("open", 10, 40, next_try_at=TOMORROW + timedelta(hours=1)),
        promised("open", 10, next_try_at=TOMORROW + timedelta(days=30)),
        promised("open", 10, 40, 75, next_try_at=TOMORROW),
        promised("kept", 10, 25),
    ],
)
def test_one_nobody_called_for_or_called_again_for_is_seen(broken: Owed) -> None:
    assert len(list(faults(broken, LATER))) == 1
