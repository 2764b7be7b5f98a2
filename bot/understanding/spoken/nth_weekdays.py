"""A weekday counted within its month: "der dritte Dienstag im September", "last Friday of October"."""

from datetime import date

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.ordinals import ordinal_at
from bot.understanding.spoken.years import add_days, add_months, monday_of, real_date, year_at

_LAST = -1
_MOST = 5


def nth_weekday_at(hearing: Hearing, at: int) -> Day | None:
    """The counted weekday that begins at `at`; the month must be named."""
    place = _place(hearing, at)
    weekday = hearing.table("calendar", "weekdays").at(hearing.words, place[1]) if place else None
    if not place or not weekday:
        return None
    start = hearing.skip(weekday.end, hearing.table("calendar", "of"))
    month = hearing.table("calendar", "months").at(hearing.words, start)
    if not month:
        return None
    year = year_at(hearing.words, month.end, hearing.language)
    years = (year.value,) if year else (hearing.today.year, hearing.today.year + 1, hearing.today.year - 1)
    days = [_in_month(year, int(month.meaning), place[0], int(weekday.meaning)) for year in years]
    readings = sorted((day for day in days if day), key=lambda day: abs((day - hearing.today).days))
    return Day(tuple(readings), year.end if year else month.end, 0.9) if readings else None


def _place(hearing: Hearing, at: int) -> tuple[int, int] | None:
    last = hearing.table("calendar", "last").at(hearing.words, at)
    if last:
        return _LAST, last.end
    ordinal = ordinal_at(hearing.words, at, hearing.language)
    return (ordinal.value, ordinal.end) if ordinal and ordinal.value <= _MOST else None


def _in_month(year: int, month: int, place: int, weekday: int) -> date | None:
    first = real_date(year, month, 1)
    if first is None:
        return None
    if place == _LAST:
        last = add_days(add_months(first, 1), -1)
        return add_days(last, -((last.weekday() - weekday) % 7))
    day = add_days(monday_of(add_days(first, 6 - weekday)), weekday + 7 * (place - 1))
    return day if day.month == month else None
