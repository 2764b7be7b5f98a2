"""Months are counted as the law does."""

from datetime import date

import pytest

from bot.months import months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 30), 15, date(2028, 2, 29)),
    ],
)
def test_the_same_day_later_or_the_months_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
