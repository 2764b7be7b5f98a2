"""Which days an address asks for."""

from datetime import date

import pytest

from bot.console.figure_period import USUAL, chosen
from tests.builders import NOW


@pytest.mark.parametrize(("asked", "days"), [("7", 7), ("91", 91), ("8", USUAL), ("x", USUAL), ("", USUAL)])
def test_a_choice_ends_today(asked: str, days: int) -> None:
    found = chosen({"days": asked}, NOW)
    assert (found.period.days, found.period.last, found.query) == (days, NOW.date(), f"days={days}")


def test_days_of_ones_own_end_today_at_the_latest() -> None:
    found = chosen({"first": "2026-11-01", "last": "2027-01-01"}, NOW)
    assert (found.days, found.period.first, found.period.last) == (None, date(2026, 11, 1), NOW.date())
    assert chosen({"first": "2026-11-01", "last": NOW.date().isoformat()}, NOW).query in found.query


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-10", "2026-11-09"),
        ("2024-01-01", "2026-11-09"),
        ("", "2026-11-09"),
        ("2026-02-30", "2026-11-09"),
        ("0001-01-01", "0001-01-02"),
        ("2027-01-01", "2027-01-02"),
    ],
)
def test_what_makes_no_sense_is_told(first: str, last: str) -> None:
    found = chosen({"first": first, "last": last}, NOW)
    assert (found.wrong, found.days) == (True, USUAL)
