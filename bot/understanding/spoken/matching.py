"""Which of the possible values a caller meant, when what was heard is not one of them to the letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.understanding.spoken.confusions import misheard

# Two mishearings in one number: a third would match nearly anything.
_MOST_MISHEARD = 2


@dataclass(frozen=True)
class Match:
    """`value` is the likeliest of `candidates`; only a `certain` one may be used without asking."""

    value: str | None
    certain: bool
    candidates: tuple[str, ...]


def match(readings: Sequence[str], possible: Collection[str]) -> Match:
    """Pick among `possible` what the readings (best first) mean.

    Certain only when the words themselves name exactly one possible value. A value that is merely
    near a clear reading is a candidate to ask about: the clear reading may exist for somebody else.
    """
    known = frozenset(possible)
    said = tuple(dict.fromkeys(reading for reading in readings if reading in known))
    if said:
        return Match(said[0], len(said) == 1, said)
    near = _near(readings, known)
    return Match(near[0] if near else None, False, near)


def _near(readings: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Possible values one or two mishearings away, nearest first."""
    frontier = dict.fromkeys(readings)
    for _ in range(_MOST_MISHEARD):
        frontier = dict.fromkeys(other for code in frontier for other in misheard(code))
        found = tuple(code for code in frontier if code in known)
        if found:
            return found
    return ()
