"""Codes and card numbers a caller reads out: digits alone, and only when they were asked for."""

from collections.abc import Iterator

from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.order_numbers import order_numbers

NAME = "code"
SHORTEST, LONGEST = 4, 20
_USUAL = frozenset({6})
_LENGTHS = frozenset(range(SHORTEST, LONGEST + 1))


def is_code(digits: str) -> bool:
    """Whether keyed digits can be a code."""
    return SHORTEST <= len(digits) <= LONGEST


def codes(hearing: Hearing) -> Iterator[Find]:
    """Digits, six if they can be read so, however they are grouped."""
    if not hearing.expects(NAME):
        return
    lettered = [range(find.start, find.end) for find in order_numbers(hearing)]
    for start, _ in runs(hearing):
        if any(start in find for find in lettered):
            continue
        end = run_end(hearing, start)
        said = dictated(hearing, start, end, _USUAL) or dictated(hearing, start, end, _LENGTHS)
        if said:
            yield Find(NAME, start, said.end, tuple(reading.digits for reading in said.readings), 0.85)
