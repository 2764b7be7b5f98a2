"""A plain ledger of orders: what the shop's books must say, worked out without the shop's code.

Money is in cents. Delivery inside Germany costs 4.95 EUR below 60 EUR of goods.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SHIPPING, FREE_FROM = 495, 6_000


@dataclass
class Entry:
    """One order: what was bought, by whom, and what became of it; the lines of every contract about it."""

    number: str
    language: str
    caller: str
    buyer: dict[str, Any]
    payment: str
    confirmed_by: str
    contracts: list[dict[str, int]]
    status: str = "placed"
    withdrawn: bool = False

    @property
    def lines(self) -> dict[str, int]:
        """Pieces by article, as last agreed."""
        return self.contracts[-1]


@dataclass
class Ledger:
    """All of them; `prices` by article."""

    prices: dict[str, int]
    entries: dict[str, Entry] = field(default_factory=dict)

    def place(self, entry: Entry) -> None:
        """A new order."""
        assert entry.number not in self.entries, f"{entry.number} was given out twice"
        self.entries[entry.number] = entry

    def change(self, number: str, lines: dict[str, int]) -> None:
        """Other lines from now on."""
        self.entries[number].contracts.append(lines)

    def cancel(self, number: str) -> None:
        """Nothing is delivered."""
        self.entries[number].status = "cancelled"

    def withdraw(self, number: str) -> None:
        """Declared; the goods are still the warehouse's."""
        self.entries[number].withdrawn = True

    def goods(self, lines: dict[str, int]) -> int:
        """What these lines cost without delivery."""
        return sum(self.prices[article] * pieces for article, pieces in lines.items())

    def shipping(self, lines: dict[str, int]) -> int:
        """What their delivery costs."""
        return SHIPPING if self.goods(lines) < FREE_FROM else 0

    def total(self, lines: dict[str, int]) -> int:
        """What is to be paid."""
        return self.goods(lines) + self.shipping(lines)

    def taken(self) -> Counter[str]:
        """Pieces that are no longer in stock."""
        standing = (entry for entry in self.entries.values() if entry.status != "cancelled")
        return sum((Counter(entry.lines) for entry in standing), Counter())

    def numbers(self, **having: Any) -> list[str]:
        """The orders with these values."""
        return sorted(
            entry.number
            for entry in self.entries.values()
            if all(getattr(entry, name) == value for name, value in having.items())
        )

    def contracts(self) -> Iterator[tuple[Entry, str, dict[str, int]]]:
        """Every contract that must have gone out: its order, its kind, its lines."""
        for entry in self.entries.values():
            for place, lines in enumerate(entry.contracts):
                yield entry, "change" if place else "contract", lines
