"""A day of a month by name or ordinal: "3. November", "dritter elfter", "November the third"."""

from datetime import date
from typing import NamedTuple

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.numerals import below_hundred_at
from bot.understanding.spoken.ordinals import ordinal_at
from bot.understanding.spoken.years import nearest, nearest_in_month, real_date, short_year_at, year_at


class _Part(NamedTuple):
    value: int
    end: int


def month_day_at(hearing: Hearing, at: int) -> Day | None:
    """The day of a month that begins at `at`."""
    return (
        _holiday(hearing, at)
        or _day_first(hearing, at)
        or _month_first(hearing, at)
        or _day_alone(hearing, at)
    )


def _day_first(hearing: Hearing, at: int) -> Day | None:
    ordinal = ordinal_at(hearing.words, at, hearing.language)
    day = ordinal or below_hundred_at(hearing.words, at, hearing.language)
    if not day or not 1 <= day.value <= 31:
        return None
    between = hearing.skip(day.end, hearing.table("calendar", "of"), signs=".,-/")
    month = _named_month(hearing, between)
    by_name = month is not None
    if not month and (ordinal or between > day.end):
        month = _ordinal_month(hearing, between)
    return _dated(hearing, day.value, month, 0.9 if by_name else 0.8) if month else None


def _month_first(hearing: Hearing, at: int) -> Day | None:
    month = _named_month(hearing, at)
    if not month:
        return None
    between = hearing.skip(month.end, hearing.table("calendar", "lead_in"), signs=".,-/")
    day = ordinal_at(hearing.words, between, hearing.language) or below_hundred_at(
        hearing.words, between, hearing.language
    )
    if not day or not 1 <= day.value <= 31 or year_at(hearing.words, between, hearing.language):
        return None
    return _dated(hearing, day.value, _Part(month.value, day.end), 0.85)


def _day_alone(hearing: Hearing, at: int) -> Day | None:
    """ "am dritten", "on the 15th": only behind a word that leads into a date, or when one is expected."""
    led = at > 0 and hearing.table("calendar", "day_alone_after").ending_at(hearing.words, at) is not None
    day = ordinal_at(hearing.words, at, hearing.language) if led or hearing.expects("date") else None
    if not day or not _ends_there(hearing, day.end):
        return None
    readings = nearest_in_month(day.value, hearing.today, hearing.tells_of_past)
    return Day(readings, day.end, 0.55) if readings else None


def _ends_there(hearing: Hearing, end: int) -> bool:
    """ "der dritte Artikel", "on the first page" are no dates: a noun follows."""
    if end >= len(hearing.words) or hearing.words[end].is_sign:
        return True
    if hearing.expects("date"):
        return hearing.table("calendar", "weekdays").at(hearing.words, end) is None
    word = hearing.words[end]
    around = (
        hearing.table("clock", "lead_in"),
        hearing.table("speech", "bridges"),
        hearing.table("speech", "fillers"),
    )
    return any(lexicon.at(hearing.words, end) for lexicon in around) or (
        hearing.language == "de"
        and word.raw.islower()
        and end > 1
        and hearing.words[end - 1].folded.endswith("ten")
    )


def _dated(hearing: Hearing, day: int, month: _Part, score: float) -> Day | None:
    after = hearing.skip(month.end, hearing.table("calendar", "of"), signs=".,-/'")
    year = year_at(hearing.words, after, hearing.language)
    if not year and hearing.expects("date"):
        year = short_year_at(hearing.words, after, hearing.language, hearing.today)
    if year:
        found = real_date(year.value, month.value, day)
        return Day((found,), year.end, score) if found else None
    readings: tuple[date, ...] = nearest(month.value, day, hearing.today, hearing.tells_of_past)
    return Day(readings, month.end, score) if readings else None


def _named_month(hearing: Hearing, at: int) -> _Part | None:
    phrase = hearing.table("calendar", "months").at(hearing.words, at)
    return _Part(int(phrase.meaning), phrase.end) if phrase else None


def _ordinal_month(hearing: Hearing, at: int) -> _Part | None:
    month = ordinal_at(hearing.words, at, hearing.language)
    return _Part(month.value, month.end) if month and month.value <= 12 else None


def _holiday(hearing: Hearing, at: int) -> Day | None:
    phrase = hearing.table("calendar", "holidays").at(hearing.words, at)
    if not phrase:
        return None
    month, day = map(int, phrase.meaning.split("-"))
    year = year_at(hearing.words, phrase.end, hearing.language)
    if year and (found := real_date(year.value, month, day)):
        return Day((found,), year.end, 0.8)
    return Day(nearest(month, day, hearing.today, hearing.tells_of_past), phrase.end, 0.7)
