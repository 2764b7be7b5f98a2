"""Days of the week with what shifts them: "nächsten Freitag", "Friday week", "Freitag, den 27.11."."""

from datetime import date

from bot.understanding.spoken.day import Day
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.month_days import month_day_at
from bot.understanding.spoken.relative_days import span_at
from bot.understanding.spoken.written_days import written_day_at
from bot.understanding.spoken.years import add_days, monday_of

_WEEK_WORDS = (("next", 7), ("coming", 0), ("last", -7))


def weekday_at(hearing: Hearing, at: int) -> Day | None:
    """The day of the week that begins at `at`, with the words before and after that shift it."""
    before, start = _word_before(hearing, at)
    phrase = hearing.table("calendar", "weekdays").at(hearing.words, start)
    if not phrase or _only_an_abbreviation(hearing, start, at):
        return None
    weekday, end = int(phrase.meaning), phrase.end
    return (
        _with_date(hearing, weekday, end)
        or _week_after(hearing, weekday, end)
        or Day(_days(hearing, weekday, before), end, 0.75)
    )


def _word_before(hearing: Hearing, at: int) -> tuple[str | None, int]:
    """ "nächsten", "last" …, and where the weekday should stand; "nächste Woche [am]" counts as a week."""
    for kind in ("after_next", "next", "coming", "last"):
        phrase = hearing.table("calendar", kind).at(hearing.words, at)
        if not phrase:
            continue
        week = hearing.table("calendar", "week").at(hearing.words, phrase.end)
        if week:
            return f"{kind} week", hearing.skip(week.end, hearing.table("calendar", "lead_in"), signs=",")
        return kind, phrase.end
    return None, at


def _only_an_abbreviation(hearing: Hearing, start: int, at: int) -> bool:
    """ "so", "do", "mi" are days only with a point, capitals beside a date, or when a date is expected."""
    word = hearing.words[start]
    if word.folded not in hearing.table("calendar", "short_weekdays") or start > at:
        return False
    following = hearing.words[start + 1] if start + 1 < len(hearing.words) else None
    if following and following.folded in ".," and start + 2 < len(hearing.words):
        return not (
            hearing.words[start + 2].is_digits
            or hearing.table("calendar", "months").at(hearing.words, start + 2)
        )
    return not (hearing.expects("date") and len(hearing.words) <= 3)


def _with_date(hearing: Hearing, weekday: int, end: int) -> Day | None:
    """ "Freitag, den 27. November": the date counts; the weekday helps to find its year."""
    at = hearing.skip(end, hearing.table("calendar", "lead_in"), signs=".,")
    day = written_day_at(hearing, at) or month_day_at(hearing, at)
    if not day:
        return None
    readings = sorted(day.readings, key=lambda found: found.weekday() != weekday)
    return Day(tuple(readings), day.end, day.score)


def _week_after(hearing: Hearing, weekday: int, end: int) -> Day | None:
    """ "Freitag nächster Woche", "Friday week", "Mittwoch in zwei Wochen", "Mittwoch vor zwei Wochen"."""
    monday = monday_of(hearing.today)
    shifted = _named_week(hearing, end)
    if shifted:
        return Day((add_days(monday, weekday + shifted[0]),), shifted[1], 0.85)
    span = span_at(hearing, end)
    if span and span.days % 7 == 0:
        start = _upcoming(hearing.today, weekday) if span.days > 0 else add_days(monday, weekday)
        return Day((add_days(start, span.days),), span.end, 0.85)
    for kind in ("week_after", "after_next_after"):
        phrase = hearing.table("calendar", kind).at(hearing.words, end)
        if phrase:
            return Day((add_days(_upcoming(hearing.today, weekday), 7),), phrase.end, 0.85)
    return None


def _named_week(hearing: Hearing, at: int) -> tuple[int, int] | None:
    """How many days from this week's Monday the named week begins, and the index after it."""
    at = hearing.skip(at, hearing.table("calendar", "of"), hearing.table("speech", "bridges"), signs=",")
    for kind, days in (("after_next", 14), *_WEEK_WORDS):
        phrase = hearing.table("calendar", kind).at(hearing.words, at)
        week = hearing.table("calendar", "week").at(hearing.words, phrase.end) if phrase else None
        if week:
            return days, week.end
    return None


def _days(hearing: Hearing, weekday: int, before: str | None) -> tuple[date, ...]:
    today, upcoming = hearing.today, _upcoming(hearing.today, weekday)
    previous = add_days(today, -((today.weekday() - weekday) % 7 or 7))
    if before and before.endswith(" week"):
        shift = {"next week": 7, "coming week": 0, "last week": -7, "after_next week": 14}[before]
        return (add_days(monday_of(today), weekday + shift),)
    if before in ("last", "coming"):
        return (previous if before == "last" else upcoming,)
    if before == "after_next":
        return (add_days(upcoming, 7),)
    if before == "next":
        return _next(hearing, weekday, upcoming)
    return (previous, upcoming) if hearing.tells_of_past and not before else (upcoming, previous)


def _next(hearing: Hearing, weekday: int, upcoming: date) -> tuple[date, ...]:
    """People disagree on "nächsten Freitag": the coming one, or next week's. English leans to next week's."""
    next_weeks = add_days(monday_of(hearing.today), weekday + 7)
    readings = (next_weeks, upcoming) if hearing.language == "en" else (upcoming, next_weeks)
    return tuple(dict.fromkeys(readings))


def _upcoming(today: date, weekday: int) -> date:
    return add_days(today, (weekday - today.weekday()) % 7 or 7)
