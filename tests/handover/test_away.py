from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.away import away, told
from bot.handover.routing_file import load_routing
from bot.handover.skill_hours import SkillHours
from bot.handover.thread_limits import ThreadLimits, staffed
from bot.shop.knowledge import load_knowledge
from bot.shop.opening_hours import OpeningHours
from tests.shop.builders import BERLIN

GENERAL = load_knowledge().experts
TERMS = load_routing(GENERAL)
LIMITS = ThreadLimits(TERMS.thread_limits, TERMS.hours)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def mark(skill: str, priority: str, moment: str, here: bool = True) -> str | None:
    found = away((skill, priority), TERMS.hours, here, at(moment))
    return found.mark if found else None


def test_while_somebody_can_answer_nothing_is_said() -> None:
    assert mark("care", "P2", "2026-11-23T10:00") is None


def test_a_closed_stretch_is_named_by_its_end() -> None:
    assert mark("care", "P2", "2026-11-23T18:00") == "away:2026-11-24T08:00"
    assert mark("care", "P2", "2026-11-24T07:59", here=False) == "away:2026-11-24T08:00"
    assert mark("legal_pr", "P2", "2026-11-23T17:30") == "away:2026-11-24T09:00"


def test_within_the_hours_with_nobody_here_it_is_named_by_the_day() -> None:
    assert mark("care", "P2", "2026-11-23T10:00", here=False) == "away:2026-11-23"


@pytest.mark.parametrize("here", [True, False])
def test_in_a_p0_nobody_is_told_that_nobody_comes(here: bool) -> None:
    assert mark("care", "P0", "2026-12-25T03:00", here) is None


def test_a_skill_that_is_never_staffed_promises_no_time() -> None:
    never = OpeningHours("X", "DE", None, {}, {})
    found = away(("x", "P2"), SkillHours(GENERAL, {"x": never}), True, at("2026-11-23T10:00"))
    assert found
    assert found.phrase == ("thread_alone", {})


def test_a_stretch_counts_as_told_whichever_turn_told_it() -> None:
    found = away(("care", "P2"), TERMS.hours, False, at("2026-11-23T20:00"))
    assert found
    assert told(f"{found.mark}#5", found)
    assert told(found.mark, found)
    assert not told("away:2026-11-23", found)
    assert not told(None, found)


def test_only_staffed_time_counts() -> None:
    since, now = at("2026-11-23T17:30"), at("2026-11-24T08:15")
    assert staffed(TERMS.hours, "care", since, now) == timedelta(minutes=45)
    assert not LIMITS.overdue("P3", "care", since, at("2026-11-24T09:29"))
    assert LIMITS.overdue("P3", "care", since, at("2026-11-24T09:30"))


def test_a_p0_counts_at_every_hour() -> None:
    assert LIMITS.overdue("P0", "care", at("2026-12-25T03:00"), at("2026-12-25T03:02"))
    assert not LIMITS.overdue("P1", "care", at("2026-12-25T03:00"), at("2026-12-25T12:00"))


@given(st.integers(0, 20 * 24 * 60), st.integers(0, 3 * 24 * 60))
def test_staffed_time_is_part_of_the_time(start: int, minutes: int) -> None:
    since = at("2026-12-01T00:00") + timedelta(minutes=start)
    now = since + timedelta(minutes=minutes)
    assert timedelta() <= staffed(TERMS.hours, "care", since, now) <= timedelta(minutes=minutes)
