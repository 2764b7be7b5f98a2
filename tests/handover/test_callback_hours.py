"""A promised window is one in which somebody is there and calling is decent."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.handover.answer_by import answer_by
from bot.handover.callback import CallbackHours
from bot.shop.knowledge import load_knowledge

BERLIN = ZoneInfo("Europe/Berlin")
KNOWLEDGE = load_knowledge()
HOURS = CallbackHours(KNOWLEDGE.experts, KNOWLEDGE.callbacks)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BERLIN)


def window(now: str, day: str | None = None, clock: str | None = None) -> str:
    found = HOURS.near(at(now), day, clock)
    return f"{found.start:%a %d %b %H:%M}-{found.end:%H:%M}"


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2026-11-23T10:00", "Mon 23 Nov 10:30-12:30"),
        ("2026-11-23T10:05", "Mon 23 Nov 11:00-13:00"),
        ("2026-11-23T03:00", "Mon 23 Nov 08:00-10:00"),
        ("2026-11-23T16:45", "Tue 24 Nov 08:00-10:00"),
        ("2026-11-23T16:30", "Mon 23 Nov 17:00-18:00"),
        ("2026-11-27T20:00", "Sat 28 Nov 09:00-11:00"),
        ("2026-11-28T13:00", "Mon 30 Nov 08:00-10:00"),
        ("2026-11-29T10:00", "Mon 30 Nov 08:00-10:00"),
        ("2026-12-24T12:30", "Mon 28 Dec 08:00-10:00"),
        ("2026-12-31T20:00", "Sat 02 Jan 09:00-11:00"),
        ("2027-03-25T18:00", "Sat 27 Mar 09:00-11:00"),
    ],
)
def test_the_first_window_is_within_the_hours_and_never_on_a_holiday(now: str, offered: str) -> None:
    assert window(now) == offered


@pytest.mark.parametrize(
    ("day", "clock", "offered"),
    [
        ("2026-11-24", "15:00", "Tue 24 Nov 15:00-15:30"),
        ("2026-11-24", None, "Tue 24 Nov 08:00-10:00"),
        (None, "15:00", "Mon 23 Nov 15:00-15:30"),
        ("2026-11-29", None, "Mon 30 Nov 08:00-10:00"),
        ("2026-11-29", "15:00", "Mon 30 Nov 08:00-10:00"),
        ("2026-12-25", "15:00", "Mon 28 Dec 08:00-10:00"),
        ("2026-11-24", "22:00", "Wed 25 Nov 08:00-10:00"),
        ("2026-11-24", "07:30", "Tue 24 Nov 08:00-10:00"),
        ("2026-11-24", "03:00", "Tue 24 Nov 15:00-15:30"),
        ("2026-11-23", None, "Mon 23 Nov 10:30-12:30"),
        ("2026-11-20", None, "Mon 23 Nov 10:30-12:30"),
        ("2026-11-20", "15:00", "Mon 23 Nov 10:30-12:30"),
    ],
)
def test_the_window_nearest_to_the_wish(day: str | None, clock: str | None, offered: str) -> None:
    assert window("2026-11-23T10:00", day, clock) == offered


def test_a_time_that_is_over_today_is_meant_for_the_next_day() -> None:
    assert window("2026-11-23T16:00", None, "09:00") == "Tue 24 Nov 09:00-09:30"


def test_nobody_is_promised_a_call_within_the_minute() -> None:
    assert window("2026-11-23T10:00", None, "10:01") != "Mon 23 Nov 10:01-10:31"


def test_a_day_far_away_is_not_promised() -> None:
    assert HOURS.near(at("2026-11-23T10:00"), "2029-01-02", None).start.year <= 2027


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-23T10:00", "Wed 25 Nov 18:00"),
        ("2026-11-27T10:00", "Mon 30 Nov 18:00"),
        ("2026-11-29T10:00", "Tue 01 Dec 18:00"),
        ("2026-12-23T10:00", "Mon 28 Dec 18:00"),
    ],
)
def test_an_answer_is_due_at_the_end_of_the_second_day_people_work(now: str, by: str) -> None:
    assert f"{answer_by(KNOWLEDGE.experts, at(now)):%a %d %b %H:%M}" == by
