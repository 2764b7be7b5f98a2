"""Times of day: "halb acht", "Viertel nach drei", "16 Uhr 30", "quarter past four", "4 pm"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.numerals import below_hundred_at
from bot.understanding.spoken.words import glued

NAME = "time"
_NOON = 12
_CLOCK = re.compile(r"([01]?\d|2[0-4]):[0-5]\d")


class _Time(NamedTuple):
    """Minutes since midnight, the word index after them and how surely this is a time."""

    minutes: int
    end: int
    score: float


def times(hearing: Hearing) -> Iterator[Find]:
    """Every time of day; a bare hour only after "um"/"at" or when a time is expected."""
    at = 0
    while at < len(hearing.words):
        time = _moment(hearing, at) or _clock_time(hearing, at)
        found = _placed_in_day(hearing, at, time) if time else None
        if found:
            yield found
        at = found.end if found else at + 1


def keyed_time(digits: str) -> tuple[str, ...]:
    """The time that keys like 0730 mean."""
    if not re.fullmatch(r"([01]?\d|2[0-3])[0-5]\d", digits):
        return ()
    return (_written(int(digits[:-2]) * 60 + int(digits[-2:])),)


def _written(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _moment(hearing: Hearing, at: int) -> _Time | None:
    phrase = hearing.table("clock", "moments").at(hearing.words, at)
    if not phrase:
        return None
    hour, minute = map(int, phrase.meaning.split(":"))
    return _Time(hour * 60 + minute, phrase.end, 0.6)


def _clock_time(hearing: Hearing, at: int) -> _Time | None:
    return (
        _to_or_past_hour(hearing, at)
        or _fraction(hearing, at)
        or _figures(hearing, at)
        or (_hour(hearing, at) or _opens_window(hearing, at))
    )


def _opens_window(hearing: Hearing, at: int) -> _Time | None:
    """The bare hour in "zwischen acht und zwölf Uhr", "from 9 to 5 pm"."""
    hour = _hour_number(hearing, at) if _window_before(hearing, at) else None
    joint = hearing.table("clock", "window_joins").at(hearing.words, hour[1]) if hour else None
    closing = _hour(hearing, joint.end) or _figures(hearing, joint.end) if joint else None
    return _Time(hour[0] * 60, hour[1], closing.score) if hour and closing else None


def _window_before(hearing: Hearing, at: int) -> bool:
    """ "from 9 to 5" is a window, not nine minutes to five."""
    return at > 0 and hearing.table("clock", "window_opens").at(hearing.words, at - 1) is not None


def _fraction(hearing: Hearing, at: int) -> _Time | None:
    """ "halb acht" 7:30, "half eight" 8:30, "viertel acht" 7:15, "dreiviertel acht" 7:45."""
    shifts = (("half_to", -30), ("half_past", 30), ("quarter_to_next", -15), ("quarter_of", -45))
    for kind, shift in shifts:
        phrase = hearing.table("clock", kind).at(hearing.words, at)
        hour = _hour_number(hearing, phrase.end) if phrase else None
        if hour and 1 <= hour[0] <= _NOON:
            return _Time((hour[0] * 60 + shift) % 1440, _past_oclock(hearing, hour[1]), 0.8)
    return None


def _to_or_past_hour(hearing: Hearing, at: int) -> _Time | None:
    """ "Viertel nach drei", "zwanzig vor acht", "fünf nach halb acht", "ten to four"."""
    minutes = None if _window_before(hearing, at) else _minutes(hearing, at)
    if not minutes:
        return None
    for kind, sign in (("past", 1), ("before", -1)):
        phrase = hearing.table("clock", kind).at(hearing.words, minutes[1])
        hour = _whole_or_half(hearing, phrase.end) if phrase else None
        if hour:
            return _Time((hour[0] + sign * minutes[0]) % 1440, _past_oclock(hearing, hour[1]), 0.75)
    return None


def _minutes(hearing: Hearing, at: int) -> tuple[int, int] | None:
    quarter = hearing.table("clock", "quarter").at(hearing.words, at)
    if quarter:
        return 15, quarter.end
    number = below_hundred_at(hearing.words, at, hearing.language)
    if not number or not 1 <= number.value <= 30:
        return None
    word = hearing.table("clock", "minutes").at(hearing.words, number.end)
    return number.value, word.end if word else number.end


def _whole_or_half(hearing: Hearing, at: int) -> tuple[int, int] | None:
    half = hearing.table("clock", "half_to").at(hearing.words, at)
    moment = _moment(hearing, at)
    if moment:
        return moment.minutes, moment.end
    hour = _hour_number(hearing, half.end if half else at)
    return (hour[0] * 60 - (30 if half else 0), hour[1]) if hour else None


def _figures(hearing: Hearing, at: int) -> _Time | None:
    """16:30, 16.30 Uhr, 16h30, 7:30 pm."""
    words = hearing.words
    if at + 2 >= len(words) or not (words[at].is_digits and words[at + 2].is_digits):
        return None
    hour, joint, minute = (word.folded for word in words[at : at + 3])
    if not glued(words[at], words[at + 1]) or not _CLOCK.fullmatch(f"{hour}:{minute}"):
        return None
    sure = joint in (":", "h") or (joint == "." and _said_as_time(hearing, at, at + 3))
    return _Time(int(hour) * 60 + int(minute), _past_oclock(hearing, at + 3), 0.9) if sure else None


def _hour(hearing: Hearing, at: int) -> _Time | None:
    """ "16 Uhr", "16 Uhr 30", "4 pm", "seven thirty am", and "um vier"."""
    hour = _hour_number(hearing, at)
    if not hour or _is_something_else(hearing, hour[1]):
        return None
    after = _past_oclock(hearing, hour[1])
    minute = _minute_after(hearing, after, spoken_oclock=after > hour[1])
    end = minute[1] if minute else after
    if after == hour[1] and not _said_as_time(hearing, at, end):
        return None
    return _Time(hour[0] * 60 + (minute[0] if minute else 0), end, 0.85 if after > hour[1] else 0.6)


def _is_something_else(hearing: Hearing, end: int) -> bool:
    """ "18. Juli", "7 Tage", "zwei Stunden"."""
    at = hearing.skip(end, signs=".")
    kinds = [("calendar", "months"), ("calendar", "spans"), ("clock", "minutes"), ("clock", "hours")]
    kinds.append(("speech", "pieces"))
    return any(hearing.table(*kind).at(hearing.words, at) for kind in kinds)


def _hour_number(hearing: Hearing, at: int) -> tuple[int, int] | None:
    number = below_hundred_at(hearing.words, at, hearing.language) if at < len(hearing.words) else None
    if number is None:
        near = hearing.table("digits", "near").at(hearing.words, at) if hearing.language == "de" else None
        oclock = near and hearing.table("clock", "oclock").at(hearing.words, near.end)
        return (int(near.meaning), near.end) if near and oclock else None
    return (number.value, number.end) if 0 <= number.value <= 24 else None


def _past_oclock(hearing: Hearing, at: int) -> int:
    phrase = hearing.table("clock", "oclock").at(hearing.words, at)
    return phrase.end if phrase else at


def _minute_after(hearing: Hearing, at: int, spoken_oclock: bool) -> tuple[int, int] | None:
    at = hearing.skip(at, signs="-—") if not spoken_oclock else at
    number = below_hundred_at(hearing.words, at, hearing.language) if at < len(hearing.words) else None
    if number and number.value == 0 and not spoken_oclock:
        # "twelve oh three"
        number = below_hundred_at(hearing.words, hearing.skip(number.end, signs="-—"), hearing.language)
    elif number and number.value < 10 and not spoken_oclock:
        return None
    if not number or number.value > 59:
        return None
    if not spoken_oclock and not (hearing.expects(NAME) or _half_of_day(hearing, number.end) is not None):
        return None
    return number.value, number.end


def _said_as_time(hearing: Hearing, at: int, end: int) -> bool:
    """An hour without "Uhr" needs "um …", "… pm" or the question."""
    if _half_of_day(hearing, end) is not None:
        return True
    if hearing.expects(NAME):
        return end >= len(hearing.words) or hearing.words[end].folded != "."
    if hearing.table("clock", "oclock").at(hearing.words, end):
        return True
    before = hearing.words[at - 1].folded if at else ""
    ends_there = end >= len(hearing.words) or hearing.words[end].is_sign
    return before in ("um", "gegen", "at") and ends_there


def _half_of_day(hearing: Hearing, at: int) -> tuple[int, int] | None:
    """The hour the named half of the day begins at, and the index after its name."""
    for kind, hour in (("morning", 0), ("afternoon", _NOON), ("noon", 11)):
        phrase = hearing.table("clock", kind).at(hearing.words, at)
        if phrase:
            return hour, phrase.end
    return None


def _placed_in_day(hearing: Hearing, at: int, time: _Time) -> Find | None:
    """With the half of the day if it is named; else a time up to twelve keeps its afternoon reading."""
    if time.minutes > 1440:
        return None
    half = _half_of_day(hearing, time.end)
    if half:
        return Find(
            NAME, at, half[1], (_written(_shifted(time.minutes, half[0])),), min(1.0, time.score + 0.1)
        )
    readings = [time.minutes]
    if 0 < time.minutes < _NOON * 60 and not _leading_zero(hearing, at):
        readings.append(time.minutes + _NOON * 60)
    return Find(NAME, at, time.end, tuple(map(_written, readings)), time.score)


def _leading_zero(hearing: Hearing, at: int) -> bool:
    return hearing.words[at].folded.startswith("0")


def _shifted(minutes: int, begins: int) -> int:
    hour = minutes // 60
    if begins == 0:
        return minutes - _NOON * 60 if hour == _NOON else minutes
    return minutes + _NOON * 60 if hour < begins and hour < _NOON else minutes
