"""Years, and which year a date without one means."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.spoken.numerals import Number, below_hundred_at, number_at
from bot.understanding.spoken.tables import lexicon
from bot.understanding.spoken.words import Word

_FIRST, _LAST = 1900, 2100
# 29 February can be this far away.
_LEAP_GAP = 8
_FUTURE_BIAS = 2
_YEARS_AHEAD = 10


def year_at(words: Sequence[Word], start: int, language: str) -> Number | None:
    """The year at `start`: "2026", "neunzehnhundertfünfundsiebzig", "twenty twenty-six"."""
    number = number_at(words, start, language) if start < len(words) else None
    if number is None or _goes_on(words, number.end, language):
        return None
    halves = _in_halves(words, start, language)
    return halves or (number if _FIRST <= number.value <= _LAST else None)


def short_year_at(words: Sequence[Word], start: int, language: str, today: date) -> Number | None:
    """The full year at `start`, or the one its last two digits stand for ("26", "fünfundsiebzig")."""
    full = year_at(words, start, language)
    number = number_at(words, start, language) if start < len(words) else None
    if full or number is None or number.value > 99 or len(words[start].folded) < 2:
        return full
    return (
        None if _goes_on(words, number.end, language) else Number(full_year(number.value, today), number.end)
    )


def _in_halves(words: Sequence[Word], start: int, language: str) -> Number | None:
    century = below_hundred_at(words, start, language)
    rest = below_hundred_at(words, century.end, language) if century and century.value in (19, 20) else None
    if century and rest and (10 <= rest.value < 100 or words[century.end].folded.startswith("0")):
        return Number(century.value * 100 + rest.value, rest.end)
    return None


def _goes_on(words: Sequence[Word], end: int, language: str) -> bool:
    """ "3. November 16 Uhr", "16:30": the number is a time."""
    if end >= len(words):
        return False
    return words[end].folded == ":" or lexicon(f"clock.{language}", "oclock").at(words, end) is not None


def full_year(two_digits: int, today: date) -> int:
    """The year two digits stand for: of this century unless that is more than some years ahead."""
    year = 2000 + two_digits
    return year if year <= today.year + _YEARS_AHEAD else year - 100


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None for the 31st of November and the like."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def nearest(month: int, day: int, today: date, past: bool) -> tuple[date, ...]:
    """The next and the last such day, the likelier first; today counts as next.

    Callers speak of orders and deliveries: a day just gone is likelier than one nearly a year ahead.
    """
    years = range(today.year - _LEAP_GAP, today.year + _LEAP_GAP + 1)
    days = [found for year in years if (found := real_date(year, month, day))]
    coming = [found for found in days if found >= today][:1]
    gone = [found for found in days if found < today][-1:]
    far_off = coming and gone and (coming[0] - today).days > _FUTURE_BIAS * (today - gone[0]).days
    return tuple(gone + coming if past or far_off else coming + gone)


def nearest_in_month(day: int, today: date, past: bool) -> tuple[date, ...]:
    """The next and the last day with this number in whatever month."""
    months = [add_months(today.replace(day=1), step) for step in range(-3, 4)]
    days = [found for first in months if (found := real_date(first.year, first.month, day))]
    coming = [found for found in days if found >= today][:1]
    gone = [found for found in days if found < today][-1:]
    return tuple(gone + coming if past else coming + gone)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day; stays within the calendar."""
    count = day.year * 12 + day.month - 1 + months
    year, month = min(max(count // 12, 1), 9999), count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    """So many days on, staying within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())
