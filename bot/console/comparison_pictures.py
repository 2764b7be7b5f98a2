"""Pictures of a comparison: where their lines and fields lie. Pure; the templates only write it down."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Units of the picture: one field of the matrix, its names, and the faintest field that can still be seen.
FIELD, NAMES, FAINTEST = 14, 170, 0.18
# The bars: one row, half their width, room for names.
ROW, HALF, BAR_NAMES = 22, 150, 190
WIDE = 600
# More rows than a picture takes; the table has all.
MOST_BARS = 25


@dataclass(frozen=True)
class Field:
    """One meaning taken for one understanding; `strength` from 0 to 1."""

    x: int
    y: int
    strength: float
    meant: str
    understood: str
    times: int
    of: int

    @property
    def is_right(self) -> bool:
        """On the diagonal."""
        return self.meant == self.understood


@dataclass(frozen=True)
class Matrix:
    """`names` with their place on both axes; square fields of `field` units."""

    names: tuple[tuple[str, int], ...]
    fields: tuple[Field, ...]
    field: int = FIELD
    left: int = NAMES

    @property
    def size(self) -> int:
        """Of either side."""
        return self.left + self.field * len(self.names)

    @property
    def confusions(self) -> list[Field]:
        """What is not right, the most frequent first."""
        wrong = (one for one in self.fields if not one.is_right)
        return sorted(wrong, key=lambda one: (-one.times, one.meant, one.understood))


@dataclass(frozen=True)
class Bar:
    """What one intent has lost and gained; lengths in units."""

    name: str
    y: int
    lost: int
    gained: int
    left: float
    right: float


@dataclass(frozen=True)
class Bars:
    """From the middle: lost to the left, gained to the right."""

    bars: tuple[Bar, ...]
    middle: int = BAR_NAMES + HALF
    width: int = BAR_NAMES + 2 * HALF
    row: int = ROW

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.row * len(self.bars)


@dataclass(frozen=True)
class Part:
    """A piece of a bar that is full."""

    name: str
    x: float
    width: float
    times: int


def matrix(counts: Iterable[Sequence[Any]], language: str | None) -> Matrix:
    """Of [language, meant, understood, times]; of one language, or of both."""
    times: Counter[tuple[str, str]] = Counter()
    for spoken, meant, understood, count in counts:
        if language in (None, spoken):
            times[meant, understood] += count
    names = sorted({name for pair in times for name in pair})
    place = {name: NAMES + FIELD * at for at, name in enumerate(names)}
    of: Counter[str] = Counter()
    for (meant, _), count in times.items():
        of[meant] += count
    fields = tuple(
        Field(
            place[understood], place[meant], _strength(count / of[meant]), meant, understood, count, of[meant]
        )
        for (meant, understood), count in sorted(times.items())
    )
    return Matrix(tuple(place.items()), fields)


def bars(lost_and_gained: Iterable[tuple[str, int, int]]) -> Bars:
    """Of (name, lost, gained): what changed most, the greatest loss first."""
    changed = [one for one in lost_and_gained if one[1] or one[2]]
    shown = sorted(changed, key=lambda one: (one[2] - one[1], one[0]))
    if len(shown) > MOST_BARS:
        kept = set(sorted(changed, key=lambda one: -(one[1] + one[2]))[:MOST_BARS])
        shown = [one for one in shown if one in kept]
    unit = HALF / max((max(lost, gained) for _, lost, gained in shown), default=1)
    return Bars(
        tuple(
            Bar(name, at * ROW, lost, gained, round(lost * unit, 1), round(gained * unit, 1))
            for at, (name, lost, gained) in enumerate(shown)
        )
    )


def full_bar(counts: Mapping[str, int]) -> list[Part]:
    """Pieces of a bar whose lengths are their shares."""
    every = sum(counts.values()) or 1
    parts, x = [], 0.0
    for name, times in counts.items():
        width = round(WIDE * times / every, 1)
        parts.append(Part(name, round(x, 1), width, times))
        x += width
    return parts


def _strength(share: float) -> float:
    return round(FAINTEST + (1 - FAINTEST) * share, 2)
