"""German, Austrian and Swiss postcodes, leading zeros kept."""

import re
from collections.abc import Iterator

from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.introduced import introduced

NAME = "postcode"
# Five digits in Germany (no region begins 00), four in Austria and Switzerland (none begins 0).
_VALID = re.compile(r"0[1-9]\d{3}|[1-9]\d{4}|[1-9]\d{3}")
_COUNTRIES = {"d": 5, "de": 5, "a": 4, "at": 4, "ch": 4}
_LENGTHS = frozenset({4, 5})


def usual_length(region: str) -> int:
    """How many digits a postcode has where the caller lives."""
    return 4 if region in {"AT", "CH", "LI"} else 5


def is_postcode(digits: str) -> bool:
    """Whether these digits can be a postcode of one of the three countries."""
    return _VALID.fullmatch(digits) is not None


def postcodes(hearing: Hearing) -> Iterator[Find]:
    """Postcodes with a country letter or an announcement; bare digits only when expected."""
    for start, value in introduced(hearing, NAME):
        yield from _at(hearing, start, value, _LENGTHS)
    for at, word in enumerate(hearing.words[:-2]):
        length = _COUNTRIES.get(word.folded)
        if length and hearing.words[at + 1].folded in "-–" and hearing.words[at + 2].is_digits:
            yield from _at(hearing, at, at + 2, frozenset({length}))
    if hearing.expects(NAME):
        for start, _ in runs(hearing):
            yield from _at(hearing, start, start, _LENGTHS)


def _at(hearing: Hearing, start: int, value: int, lengths: frozenset[int]) -> Iterator[Find]:
    end = run_end(hearing, value)
    said = dictated(hearing, value, end, lengths) if end > value else None
    readings = [reading for reading in said.readings if is_postcode(reading.digits)] if said else []
    usual = usual_length(hearing.region)
    readings.sort(key=lambda reading: reading.cost + (len(reading.digits) != usual))
    if said and readings:
        score = 0.9 if value > start else 0.8
        yield Find(NAME, start, said.end, tuple(reading.digits for reading in readings), score)
