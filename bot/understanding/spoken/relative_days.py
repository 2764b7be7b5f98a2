"""Days counted from today: "übermorgen", "heute in acht Tagen", "three days ago", "KW 48"."""

from datetime import date
from typing import NamedTuple

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.numerals import Number, number_at
from bot.understanding.spoken.tables import table
from bot.understanding.spoken.years import add_days, add_months

_FARTHEST = 36500


class Span(NamedTuple):
    """So many days, or months, ahead of a day (behind it when negative); `doubt` is the other count."""

    days: int
    months: int
    doubt: int | None
    end: int

    def after(self, day: date) -> tuple[date, ...]:
        """The days this far from `day`, likelier first."""
        if self.months:
            return (add_months(day, self.months),)
        found = [add_days(day, self.days)]
        return (*found, add_days(day, self.doubt)) if self.doubt is not None else tuple(found)


def relative_day_at(hearing: Hearing, at: int) -> Day | None:
    """The day counted from today that begins at `at`."""
    day = _day_word(hearing, at)
    if day:
        return day
    span = span_at(hearing, at)
    if span:
        return Day(span.after(hearing.today), span.end, 0.7)
    return _counted_from(hearing, at) or _calendar_week(hearing, at)


def _counted_from(hearing: Hearing, at: int) -> Day | None:
    """ "a week today", "two weeks from tomorrow"."""
    span = _counted(hearing, at, 1)
    if not span:
        return None
    start = hearing.skip(span.end, hearing.table("calendar", "lead_in"))
    phrase = hearing.table("calendar", "day_words").at(hearing.words, start)
    return Day(span.after(add_days(hearing.today, int(phrase.meaning))), phrase.end, 0.85) if phrase else None


def _day_word(hearing: Hearing, at: int) -> Day | None:
    phrase = hearing.table("calendar", "day_words").at(hearing.words, at)
    if not phrase or _not_a_day(hearing, at):
        return None
    day = add_days(hearing.today, int(phrase.meaning))
    span = span_at(hearing, phrase.end)
    if span:
        return Day(span.after(day), span.end, 0.85)
    week = hearing.table("calendar", "week_after").at(hearing.words, phrase.end)
    return Day((add_days(day, 7),), week.end, 0.85) if week else Day((day,), phrase.end, 0.8)


def _not_a_day(hearing: Hearing, at: int) -> bool:
    """ "guten Morgen", "heute Morgen", "am Morgen"."""
    if hearing.words[at].folded != "morgen":
        return False
    greeting = at + 1 < len(hearing.words) and hearing.words[at].raw == "Morgen" and at == 0
    before = hearing.words[at - 1].folded if at else ""
    return before in hearing.table("calendar", "not_a_day") or (greeting and hearing.words[at + 1].is_sign)


def span_at(hearing: Hearing, at: int) -> Span | None:
    """ "in acht Tagen", "vor zwei Wochen", "three days ago", "a week from now"."""
    for kind, sign in (("ahead", 1), ("ago", -1)):
        phrase = hearing.table("calendar", kind).at(hearing.words, at)
        counted = _counted(hearing, phrase.end, sign) if phrase else None
        if counted:
            return counted
    counted = _counted(hearing, at, 1)
    if counted is None:
        return None
    for kind, sign in (("ago_after", -1), ("ahead_after", 1)):
        phrase = hearing.table("calendar", kind).at(hearing.words, counted.end)
        if phrase:
            return (_counted(hearing, at, sign) or counted)._replace(end=phrase.end)
    return None


def _counted(hearing: Hearing, at: int, sign: int) -> Span | None:
    number = _how_many(hearing, at)
    unit = hearing.table("calendar", "spans").at(hearing.words, number.end) if number else None
    if not number or not unit or number.value * int(unit.meaning) > _FARTHEST:
        return None
    size = int(unit.meaning)
    if size in (30, 365):
        return Span(0, sign * number.value * (1 if size == 30 else 12), None, unit.end)
    usual = table(f"calendar.{hearing.language}")["counted_as"].get(number.value) if size == 1 else None
    plain = sign * number.value * size
    if usual is None or usual == number.value:
        return Span(plain, 0, None, unit.end)
    return Span(sign * usual, 0, plain, unit.end)


def _how_many(hearing: Hearing, at: int) -> Number | None:
    one = hearing.table("calendar", "one").at(hearing.words, at)
    number = number_at(hearing.words, at, hearing.language) if at < len(hearing.words) else None
    return number or (Number(1, one.end) if one else None)


def _calendar_week(hearing: Hearing, at: int) -> Day | None:
    """The Monday of an ISO week: of this year, of the next when it is long gone."""
    phrase = hearing.table("calendar", "calendar_week").at(hearing.words, at)
    number = (
        number_at(hearing.words, phrase.end, hearing.language)
        if phrase and phrase.end < len(hearing.words)
        else None
    )
    if not number or not 1 <= number.value <= 53:
        return None
    weeks = [_monday(hearing.today.isocalendar().year + step, number.value) for step in (-1, 0, 1)]
    found = [week for week in weeks if week]
    this_week = add_days(hearing.today, -hearing.today.weekday())
    coming = [week for week in found if week >= this_week][:1]
    gone = [week for week in found if week < this_week][-1:]
    return Day(tuple(gone + coming if hearing.tells_of_past else coming + gone), number.end, 0.85)


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:  # Not every year has a week 53.
        return None
