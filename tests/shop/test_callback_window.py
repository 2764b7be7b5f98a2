from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.callback_window import next_callback_window, window_for_wish
from bot.shop.knowledge import load_knowledge
from bot.shop.opening_hours import OpeningHours, hours_on
from tests.shop.builders import BERLIN

EXPERTS = load_knowledge().experts
RULES = load_knowledge().callbacks


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:30", "2026-11-23T12:30"),
        ("2026-11-23T10:07", "2026-11-23T11:00", "2026-11-23T13:00"),
        ("2026-11-23T06:00", "2026-11-23T08:00", "2026-11-23T10:00"),
        # Less than an hour before closing is no honest promise for today.
        ("2026-11-23T16:30", "2026-11-23T17:00", "2026-11-23T18:00"),
        ("2026-11-23T16:31", "2026-11-24T08:00", "2026-11-24T10:00"),
        # Saturday afternoon and Sunday: Monday.
        ("2026-11-21T15:00", "2026-11-23T08:00", "2026-11-23T10:00"),
        ("2026-11-22T10:00", "2026-11-23T08:00", "2026-11-23T10:00"),
        ("2026-12-24T12:00", "2026-12-28T08:00", "2026-12-28T10:00"),
    ],
)
def test_the_next_window(now: str, start: str, end: str) -> None:
    assert next_callback_window(EXPERTS, RULES, at(now)) == (at(start), at(end))


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_every_promise_is_kept_inside_hours_quiet_hours_and_working_days(minutes: int) -> None:
    now = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    start, end = next_callback_window(EXPERTS, RULES, now)
    day = hours_on(EXPERTS, start.date())
    assert now < start < end
    assert start.date() == end.date()
    assert day.holiday is None
    assert start.weekday() != 6
    assert any(opens <= start.time() and end.time() <= closes for opens, closes in day.spans)


def test_nobody_is_called_in_quiet_hours_even_if_experts_work_then() -> None:
    night_shift = OpeningHours("X", "DE", None, dict.fromkeys(range(7), ((time(6), time(23)),)), {})
    assert next_callback_window(night_shift, RULES, at("2026-11-23T21:00"))[0] == at("2026-11-24T08:00")
    # Saturday night: not on Sunday, whoever works then.
    assert next_callback_window(night_shift, RULES, at("2026-11-21T19:30"))[0] == at("2026-11-23T08:00")


def test_nobody_is_called_on_a_holiday_even_if_experts_work_then() -> None:
    eager = replace(EXPERTS, special={"12-25": ((time(8), time(18)),)})
    assert next_callback_window(eager, RULES, at("2026-12-25T09:00"))[0] == at("2026-12-28T08:00")


def test_without_experts_no_window_is_made_up() -> None:
    with pytest.raises(ValueError, match="nobody"):
        next_callback_window(OpeningHours("X", "DE", None, {}, {}), RULES, at("2026-11-23T10:00"))


def test_a_wish_inside_the_hours_is_granted() -> None:
    wish = at("2026-11-24T16:00")
    assert window_for_wish(EXPERTS, RULES, at("2026-11-23T10:00"), wish) == (wish, at("2026-11-24T16:30"))


@pytest.mark.parametrize(
    "wish",
    ["2026-11-24T19:00", "2026-11-24T17:45", "2026-11-29T11:00", "2026-12-25T11:00", "2026-11-23T09:00"],
)
def test_a_wish_outside_the_hours_or_in_the_past_is_not(wish: str) -> None:
    assert window_for_wish(EXPERTS, RULES, at("2026-11-23T10:00"), at(wish)) is None
