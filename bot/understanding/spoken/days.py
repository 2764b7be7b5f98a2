"""Dates as people say and write them, as ISO dates; doubtful ones keep every reading."""

import re
from collections.abc import Iterator
from datetime import date

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.month_days import month_day_at
from bot.understanding.spoken.nth_weekdays import nth_weekday_at
from bot.understanding.spoken.relative_days import relative_day_at
from bot.understanding.spoken.weekdays import weekday_at
from bot.understanding.spoken.written_days import bare_day_at, written_day_at
from bot.understanding.spoken.years import full_year, nearest, real_date

NAME = "date"
_DICTATED = frozenset({4, 6, 7, 8})


def dates(hearing: Hearing) -> Iterator[Find]:
    """Every date; bare numbers ("drei elf") only when a date is expected."""
    at = 0
    while at < len(hearing.words):
        day = _day_at(hearing, at)
        if day:
            yield Find(NAME, at, day.end, tuple(found.isoformat() for found in day.readings), day.score)
        at = day.end if day else at + 1
    if hearing.expects(NAME):
        yield from _dictated_dates(hearing)


def _day_at(hearing: Hearing, at: int) -> Day | None:
    readers = (written_day_at, nth_weekday_at, weekday_at, month_day_at, relative_day_at)
    found = [day for read in readers if (day := read(hearing, at))]
    if hearing.expects(NAME) and not found:
        return bare_day_at(hearing, at)
    return max(found, key=lambda day: day.end, default=None)


def _dictated_dates(hearing: Hearing) -> Iterator[Find]:
    for start, _ in runs(hearing):
        end = run_end(hearing, start)
        said = dictated(hearing, start, end, _DICTATED)
        digits = [reading.digits for reading in said.readings] if said else []
        readings = [day for code in digits for day in _run_together(code, hearing.today)]
        if readings:
            yield Find(NAME, start, end, tuple(dict.fromkeys(readings)), 0.5)


def _run_together(digits: str, today: date) -> tuple[str, ...]:
    """Also "86 1959" and "223 1935": recognisers lose the zeros people leave out."""
    if len(digits) not in (6, 7) or not 1900 <= int(digits[-4:]) <= today.year:
        return keyed_dates(digits, today)
    start, year = digits[:-4], digits[-4:]
    splits = [(start[:place], start[place:]) for place in range(1, len(start))]
    full = [found for day, month in splits for found in keyed_dates(f"{day:0>2}{month:0>2}{year}", today)]
    return (*full, *keyed_dates(digits, today))


def keyed_dates(digits: str, today: date) -> tuple[str, ...]:
    """Dates that keys like 0311, 031126 or 03112026 mean: day, month, year."""
    if not re.fullmatch(r"\d{4}|\d{6}|\d{8}", digits):
        return ()
    day, month, rest = int(digits[:2]), int(digits[2:4]), digits[4:]
    if not rest:
        found = nearest(month, day, today, past=False) if 1 <= month <= 12 else ()
    else:
        full = real_date(int(rest) if len(rest) == 4 else full_year(int(rest), today), month, day)
        found = (full,) if full else ()
    return tuple(found_day.isoformat() for found_day in found)
