"""The rules of the afternoon can be broken: each sees what it is there for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.builders import NOW
from tests.transfers.afternoon_order import heavy_again, served_before
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
    for priority, faults in (("P2", 0), ("P1", 1)):
        found = rung(starved, expert("ada"), waiting("other", priority=priority))
        assert len(list(served_before(found, [found]))) == faults


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
