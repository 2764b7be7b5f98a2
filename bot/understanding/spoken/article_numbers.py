"""Article numbers: six digits after "Artikel", or when asked for."""

from collections.abc import Iterator

from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.introduced import introduced

NAME = "article_number"
DIGITS = frozenset({6})


def article_numbers(hearing: Hearing) -> Iterator[Find]:
    """Announced article numbers; bare digits only when expected."""
    for start, value in introduced(hearing, NAME):
        # Surer than the order number the same digits might be: the caller named the kind.
        yield from _at(hearing, start, value, 0.95)
    if hearing.expects(NAME):
        for start, _ in runs(hearing):
            yield from _at(hearing, start, start, 0.8)


def _at(hearing: Hearing, start: int, value: int, score: float) -> Iterator[Find]:
    end = run_end(hearing, value)
    said = dictated(hearing, value, end, DIGITS, stop_early=True) if end > value else None
    if said:
        yield Find(NAME, start, said.end, tuple(reading.digits for reading in said.readings), score)
