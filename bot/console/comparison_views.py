"""A comparison's figures as the console shows them: a line for each thing measured, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.console.reason_words import decimal, percent
from bot.staff.shown import words
from bot.tuning.comparison.chance import by_chance

Numbers = Mapping[str, Any]
MEGABYTE = 1_000_000
# Smaller shares would be shown as none.
LEAST = 0.001


@dataclass(frozen=True)
class Line:
    """One thing measured before and after; `of` sentences, of which some were lost and some gained."""

    name: str
    of: int
    before: str
    after: str
    lost: int
    gained: int
    chance: str

    @property
    def tone(self) -> str:
        """For its colour: "bad" where more was lost than gained."""
        return "bad" if self.lost > self.gained else "good" if self.gained > self.lost else ""


@dataclass(frozen=True)
class Plain:
    """One thing measured that is no count of sentences; `unit` names the words around the number."""

    name: str
    unit: str
    before: str
    after: str


def summary(result: Numbers) -> list[Line]:
    """What counts, from the exam to what callers said lately."""
    delicate, replay = result["delicate"], result["replay"]
    measured = {
        "exam": [result["exam"]],
        "confusions": [result["confusions"]],
        "identifiers": [result["identifiers"]],
        "delicate": [one for languages in delicate["flags"].values() for one in languages.values()],
        "alike": delicate["alike"].values(),
        "understood": [replay["understood"]],
        "labelled": [replay["labelled"]],
    }
    lines = (line(name, tallies) for name, tallies in measured.items())
    return [one for one in lines if one.of]


def line(name: str, tallies: Iterable[Numbers]) -> Line:
    """Several tallies together."""
    of = before = after = lost = gained = 0
    for one in tallies:
        of += one["of"]
        before += one["right"][0]
        after += one["right"][1]
        lost += one["lost"]
        gained += one["gained"]
    was, will = (percent(right / of if of else None) for right in (before, after))
    return Line(name, of, was, will, lost, gained, _chance(lost, gained))


def lines(tallies: Mapping[str, Numbers]) -> list[Line]:
    """One for each name."""
    return [line(name, [one]) for name, one in tallies.items()]


def by_name(groups: Mapping[str, Mapping[str, Numbers]]) -> list[Line]:
    """One for each name, its languages together."""
    return [line(name, languages.values()) for name, languages in groups.items()]


def plain(result: Numbers) -> Iterator[Plain]:
    """Times and sizes."""
    for name in ("median", "p95"):
        before, after = (decimal(value) for value in result["latency"][f"{name}_ms"])
        yield Plain(name, "milliseconds", before, after)
    for name in ("rasa", "gate"):
        before, after = (decimal(round(value / MEGABYTE, 1)) for value in result["files"][name])
        yield Plain(name, "megabytes", before, after)


def _chance(lost: int, gained: int) -> str:
    """Only where more was lost than gained there is something to excuse."""
    if lost <= gained:
        return ""
    chance = by_chance(lost, gained)
    return percent(chance) if chance >= LEAST else words()("comparison.less_than", n=percent(LEAST))
