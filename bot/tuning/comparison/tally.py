"""Counting sentences with a known meaning, before and after; as plain numbers for a comparison's result."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.tuning.comparison.asked import Both
from bot.tuning.comparison.chance import by_chance
from bot.tuning.comparison.fate import fate, is_right


@dataclass
class Tally:
    """`right` and `asked_back` before and after; `lost` were right and are not, `gained` the other way."""

    of: int = 0
    right: list[int] = field(default_factory=lambda: [0, 0])
    asked_back: list[int] = field(default_factory=lambda: [0, 0])
    lost: int = 0
    gained: int = 0

    def count(self, both: Both) -> None:
        """One sentence whose meaning is known."""
        before, after = is_right(both)
        if both.asked.value_of is None:
            self._count_asked_back(both)
        self.add(before, after)

    def add(self, before: bool, after: bool) -> None:
        """One more, right or not."""
        self.of += 1
        self.right[0] += before
        self.right[1] += after
        self.lost += before and not after
        self.gained += after and not before

    def to_json(self) -> dict[str, Any]:
        """With the probability that it lost what it lost by chance."""
        numbers = {"of": self.of, "right": self.right, "asked_back": self.asked_back}
        return {**numbers, "lost": self.lost, "gained": self.gained, "p": self.chance()}

    def chance(self) -> float:
        """Rounded; the smaller, the less it is chance."""
        return round(by_chance(self.lost, self.gained), 6)

    def _count_asked_back(self, both: Both) -> None:
        assert both.asked.expected
        for at, answer in enumerate((both.before, both.after)):
            self.asked_back[at] += fate(both.asked.expected, answer) == "asked_back"


def tallied(found: Iterable[Both]) -> Tally:
    """All of them together."""
    tally = Tally()
    for both in found:
        tally.count(both)
    return tally
