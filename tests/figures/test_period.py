"""Days and their pieces, in the hotline's zone, over the change of the clocks."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.figures.period import Period, last_days
from tests.builders import NOW

BERLIN = ZoneInfo("Europe/Berlin")


def test_the_last_days_end_with_now() -> None:
    pieces = last_days(7, NOW).pieces(NOW)
    assert len(pieces) == 7
    assert (pieces[0].since.hour, pieces[-1].until) == (0, NOW + timedelta(microseconds=1))


def test_as_many_days_before_end_where_these_begin() -> None:
    period = last_days(28, NOW)
    before = period.before()
    assert (before.days, before.pieces(NOW)[-1].until) == (28, period.pieces(NOW)[0].since)


def test_a_day_of_twenty_five_hours_is_one_day() -> None:
    (piece,) = Period(date(2026, 10, 25), date(2026, 10, 25), BERLIN).pieces(NOW)
    assert piece.until.timestamp() - piece.since.timestamp() == 25 * 3600


def test_many_days_are_shown_by_the_week_and_none_is_lost() -> None:
    pieces = Period(date(2026, 7, 1), date(2026, 10, 8), BERLIN).pieces(NOW)
    assert len(pieces) == 15
    assert all(one.until == other.since for one, other in pairwise(pieces))
    assert pieces[-1].until.date() == date(2026, 10, 9)


def test_what_is_to_come_has_no_length() -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    (piece,) = Period(tomorrow, tomorrow, BERLIN).pieces(NOW)
    assert piece.since == piece.until
