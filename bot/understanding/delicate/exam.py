"""How well a gate does on sentences it was never taught (`data/delicate/exam/`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import CODES, Flag

Look = Callable[[str, str], tuple[Flag, ...]]
# A flag of one language: ("crisis", "de").
Row = tuple[str, str]
SAID_OUTRIGHT = frozenset({"clear", "acute", "request"})


@dataclass
class Marks:
    """One flag in one language: what was found of what was said, and what was raised by look-alikes.

    `found` counts sentences in which the flag itself was seen, `noticed` those with any flag at all.
    """

    said: int = 0
    found: int = 0
    noticed: int = 0
    hinted: int = 0
    hints_found: int = 0
    alike: int = 0
    alarms: int = 0
    misses: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of what was said outright that was seen; 1 where nothing was asked."""
        return self.found / self.said if self.said else 1.0

    @property
    def alarm_rate(self) -> float:
        """The share of look-alikes that raised any flag."""
        return self.alarms / self.alike if self.alike else 0.0


def marked(look: Look, exam: Iterable[Example]) -> dict[Row, Marks]:
    """The gate's marks, flag by flag and language by language."""
    marks = {(code, language): Marks() for code in CODES for language in ("de", "en")}
    for example in exam:
        row = marks[example.about, example.language]
        seen = {flag.code for flag in look(example.text, example.language)}
        if not example.flags:
            _alike(row, example, seen)
        elif level := example.flags.get(example.about):
            _said(row, example, level, seen)
    return marks


def recall_by_flag(marks: Mapping[Row, Marks]) -> dict[str, float]:
    """Both languages together, which is what a promotion is judged by."""
    return {code: _together([marks[row] for row in marks if row[0] == code]) for code in CODES}


def _together(rows: Sequence[Marks]) -> float:
    said = sum(row.said for row in rows)
    return sum(row.found for row in rows) / said if said else 1.0


def _said(row: Marks, example: Example, level: str, seen: set[str]) -> None:
    found = example.about in seen
    if level not in SAID_OUTRIGHT:
        row.hinted += 1
        row.hints_found += bool(seen)
        return
    row.said += 1
    row.found += found
    row.noticed += bool(seen)
    if not found:
        row.misses.append(example.text)


def _alike(row: Marks, example: Example, seen: set[str]) -> None:
    row.alike += 1
    row.alarms += bool(seen)
    if seen:
        row.false_alarms.append(f"{example.text} ({', '.join(sorted(seen))})")
