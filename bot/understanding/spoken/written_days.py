"""Dates in figures: 3.11.2026, 3.11., 03/11, 2026-11-03, and "drei elf" when a date is expected."""

from collections.abc import Iterator
from datetime import date

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.numerals import below_hundred_at
from bot.understanding.spoken.words import glued
from bot.understanding.spoken.years import full_year, nearest, real_date, short_year_at, year_at

_JOINTS = frozenset("./-–")


def written_day_at(hearing: Hearing, at: int) -> Day | None:
    """The date in figures that begins at `at`."""
    figures, joints, end = _figures(hearing, at)
    if len(figures) == 3 and len(figures[0]) == 4:
        found = real_date(*map(int, figures))
        return Day((found,), end, 0.95) if found else None
    if len(figures) < 2 or max(map(len, figures[:2])) > 2:
        return None
    year = _year(figures[2], hearing.today) if len(figures) == 3 else None
    spaced = year_at(hearing.words, end, hearing.language) if len(figures) == 2 else None
    if spaced:
        year, end = spaced
    if year is None and not _plainly_a_date(hearing, at, joints):
        return None
    readings = tuple(_both_orders(hearing, int(figures[0]), int(figures[1]), year, joints[0]))
    return Day(readings, end, 0.95 if year else 0.75) if readings else None


def _figures(hearing: Hearing, at: int) -> tuple[list[str], list[str], int]:
    """Up to three figures, the joints between and after them, and the index after the date."""
    words, figures, joints = hearing.words, list[str](), list[str]()
    while at < len(words) and words[at].is_digits and len(words[at].folded) <= 4 and len(figures) < 3:
        figures.append(words[at].folded)
        at += 1
        joint = words[at].folded if at < len(words) and glued(words[at - 1], words[at]) else ""
        if len(figures) == 3 or joint not in _JOINTS or (len(figures) == 2 and joint != joints[0]):
            break
        joints.append(joint)
        at += 1
    # A last dash or slash belongs to what follows; a last point is part of "3.11.".
    if len(joints) == len(figures) and joints and joints[-1] != ".":
        at -= 1
    return figures, joints, at


def _plainly_a_date(hearing: Hearing, at: int, joints: list[str]) -> bool:
    """Without a year "3.11" may be a price or a time: "3.11." or "am 3.11" or the question must say so."""
    if hearing.expects("date") or (len(joints) == 2 and joints[1] == "."):
        return True
    return at > 0 and hearing.table("calendar", "lead_in").ending_at(hearing.words, at) is not None


def _year(figure: str, today: date) -> int | None:
    if len(figure) == 4:
        return int(figure) if 1900 <= int(figure) <= 2100 else None
    return full_year(int(figure), today) if len(figure) == 2 else None


def _both_orders(hearing: Hearing, first: int, second: int, year: int | None, joint: str) -> Iterator[date]:
    """Day first; in English with a slash or dash perhaps month first, and then both readings are kept."""
    orders = [(second, first)]
    if hearing.language == "en" and joint != "." and first != second:
        orders.append((first, second))
    readings = [_days(hearing, month, day, year) for month, day in orders]
    yield from (found for place in (0, 1) for days in readings for found in days[place : place + 1])


def _days(hearing: Hearing, month: int, day: int, year: int | None) -> tuple[date, ...]:
    if not 1 <= month <= 12:
        return ()
    if year is None:
        return nearest(month, day, hearing.today, hearing.tells_of_past)
    found = real_date(year, month, day)
    return (found,) if found else ()


def bare_day_at(hearing: Hearing, at: int) -> Day | None:
    """Day and month as plain numbers, a year perhaps after them: "drei elf", "3 11 2026"."""
    day = below_hundred_at(hearing.words, at, hearing.language)
    between = hearing.skip(day.end, signs=".,/-") if day else at
    month = below_hundred_at(hearing.words, between, hearing.language) if day else None
    if not day or not month or not (1 <= day.value <= 31 and 1 <= month.value <= 12):
        return None
    after = hearing.skip(month.end, signs=".,/-")
    year = short_year_at(hearing.words, after, hearing.language, hearing.today)
    readings = _days(hearing, month.value, day.value, year.value if year else None)
    return Day(readings, year.end if year else month.end, 0.6) if readings else None
