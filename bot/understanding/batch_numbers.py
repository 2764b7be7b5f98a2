"""Batch numbers, as they stand on a label: a few digits, said or typed in any grouping."""

from datetime import date

from bot.understanding.spoken.dictation import dictated, runs
from bot.understanding.spoken.hearing import Hearing


def batch_numbers(text: str, language: str, today: date, digits: int = 4) -> tuple[str, ...]:
    """All readings with so many digits, likeliest first."""
    hearing = Hearing(text, language, today)
    found = (dictated(hearing, start, end, frozenset({digits})) for start, end in runs(hearing))
    return tuple(dict.fromkeys(reading.digits for one in found if one for reading in one.readings))


def has_digits(text: str, language: str, today: date) -> bool:
    """Some digits were said, if not the right number of them."""
    return next(runs(Hearing(text, language, today)), None) is not None
