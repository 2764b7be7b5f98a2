"""The course of a figure as a picture: where its points and lines lie. Pure; the template writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from bot.figures.definitions import SHARE, Definition, Figure

# Room above the highest point.
AIR = 1.08


@dataclass(frozen=True)
class Size:
    """In units of the picture; `left` and `below` hold the numbers beside its axes."""

    width: int
    height: int
    left: int = 0
    below: int = 0


SMALL, LARGE = Size(200, 44), Size(720, 240, left=52, below=26)


@dataclass(frozen=True)
class Point:
    """One piece of time; `number` is its place in the course."""

    x: float
    y: float
    number: int


@dataclass(frozen=True)
class Trend:
    """Lines break where nothing was to be counted. `targets` are heights, `top` its upper edge."""

    size: Size
    now: tuple[tuple[Point, ...], ...]
    before: tuple[tuple[Point, ...], ...]
    targets: tuple[float, ...]
    top: float

    @property
    def dots(self) -> list[Point]:
        """Every point of this period."""
        return [point for line in self.now for point in line]


def trend(definition: Definition, now: Sequence[Figure], before: Sequence[Figure], size: Size) -> Trend:
    """Both periods on one scale that begins at nothing."""
    goals = [goal for goal in (definition.least, definition.most) if goal is not None]
    values = [one.value for one in (*now, *before) if one.value is not None]
    top = _top([*values, *goals], definition.unit)
    scale = _Scale(size, max(len(now), len(before)), top)
    targets = tuple(scale.y(goal) for goal in goals)
    return Trend(size, scale.lines(now), scale.lines(before), targets, top)


def _top(values: Sequence[float], unit: str) -> float:
    highest = max(values, default=0) * AIR
    if isclose(highest, 0):
        return 1.0
    return min(highest, 1.0) if unit == SHARE else highest


@dataclass(frozen=True)
class _Scale:
    size: Size
    count: int
    top: float

    def x(self, number: int) -> float:
        room = self.size.width - self.size.left - 8
        return round(self.size.left + 4 + room * (number / (self.count - 1) if self.count > 1 else 0.5), 1)

    def y(self, value: float) -> float:
        room = self.size.height - self.size.below - 8
        return round(4 + room * (1 - min(value / self.top, 1)), 1)

    def lines(self, figures: Sequence[Figure]) -> tuple[tuple[Point, ...], ...]:
        found: list[list[Point]] = [[]]
        for number, figure in enumerate(figures):
            if figure.value is None:
                found.append([])
            else:
                found[-1].append(Point(self.x(number), self.y(figure.value), number))
        return tuple(tuple(line) for line in found if line)
