"""Digit strings a dictation may mean, each with what it costs to believe it."""

from collections.abc import Iterable
from typing import NamedTuple

MOST_READINGS = 24


class Reading(NamedTuple):
    """Digits in the groups they were said in; `cost` 0 is the plain reading."""

    groups: tuple[str, ...]
    cost: float

    @property
    def digits(self) -> str:
        """All groups in one string."""
        return "".join(self.groups)

    def then(self, group: str, cost: float) -> "Reading":
        """This reading with one more group."""
        return Reading((*self.groups, group), self.cost + cost)

    def cut(self, digits: int) -> "Reading":
        """This reading without its last so many digits; cutting through a group costs extra."""
        kept, left = list(self.groups), digits
        while kept and left >= len(kept[-1]):
            left -= len(kept.pop())
        if left and kept:
            kept[-1] = kept[-1][:-left]
        return Reading(tuple(kept), self.cost + (0.3 if left else 0.0))


NOTHING_SAID = Reading((), 0.0)


def best(readings: Iterable[Reading], most: int = MOST_READINGS) -> tuple[Reading, ...]:
    """The cheapest readings, one for each digit string, cheapest first."""
    cheapest: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda reading: reading.cost):
        cheapest.setdefault(reading.digits, reading)
    return tuple(cheapest.values())[:most]


def fitting(readings: Iterable[Reading], lengths: frozenset[int]) -> tuple[Reading, ...]:
    """The readings whose number of digits is one of `lengths`."""
    return tuple(reading for reading in readings if len(reading.digits) in lengths)
