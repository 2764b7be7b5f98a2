"""Telephone numbers, spoken or written, as E.164."""

from collections.abc import Iterator

import phonenumbers

from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.introduced import introduced
from bot.understanding.spoken.numerals import word_value
from bot.understanding.spoken.readings import Reading

NAME = "phone_number"
_LENGTHS = frozenset(range(5, 18))
_FULL_LENGTHS = frozenset(range(9, 18))
_PLUS = frozenset({"+", "plus"})


def as_phone_number(digits: str, region: str) -> tuple[str, ...]:
    """The number as E.164, or nothing when it cannot be dialled from that region."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ()
    if not phonenumbers.is_valid_number(number):
        return ()
    return (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),)


def phone_numbers(hearing: Hearing) -> Iterator[Find]:
    """Announced or expected numbers, and those whose +/0 and length leave no doubt."""
    for start, value in introduced(hearing, NAME):
        if _is_of_something_else(hearing, start):
            continue
        yield from _at(hearing, start, value, _LENGTHS, 0.85)
    for start, _ in runs(hearing):
        begin = start - 1 if start and hearing.words[start - 1].folded in _PLUS else start
        if hearing.expects(NAME):
            yield from _at(hearing, begin, begin, _LENGTHS, 0.8)
        elif begin < start or _starts_with_zero(hearing, start):
            yield from _at(hearing, begin, begin, _FULL_LENGTHS, 0.7)


def _is_of_something_else(hearing: Hearing, at: int) -> bool:
    """ "Card number", "Kunden Nummer": a number, but nobody's telephone."""
    return at > 0 and hearing.words[at - 1].folded in hearing.table("speech", "other_numbers")


def _starts_with_zero(hearing: Hearing, at: int) -> bool:
    word = hearing.words[at].folded
    repeated = hearing.table("digits", "repeats").at(hearing.words, at)
    return (
        word.startswith("0") or repeated is not None or word_value(hearing.words[at], hearing.language) == 0
    )


def _at(hearing: Hearing, start: int, value: int, lengths: frozenset[int], score: float) -> Iterator[Find]:
    plus = value < len(hearing.words) and hearing.words[value].folded in _PLUS
    first = value + 1 if plus else value
    end = run_end(hearing, first)
    said = dictated(hearing, first, end, lengths) if end > first else None
    readings = dict.fromkeys(
        number for reading in (said.readings if said else ()) for number in _dialled(hearing, reading, plus)
    )
    if readings:
        yield Find(NAME, start, end, tuple(readings), score)


def _dialled(hearing: Hearing, reading: Reading, plus: bool) -> tuple[str, ...]:
    return as_phone_number(("+" if plus else "") + reading.digits, hearing.region)
