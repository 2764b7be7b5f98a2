"""What a form of the hotline's settings consists of, and what may be wrong with an answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COUNTRY = "country."
# What somebody filled in, by field; several choices are joined by line breaks.
Answers = Mapping[str, str]
# The values of the files an area consists of, by path.
Files = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Words of the interface by their path; without a path it is the text itself."""

    path: str
    values: Mapping[str, str] = field(default_factory=dict)


def own(path: str, values: Mapping[str, str] | None = None) -> Words:
    """Words of the settings' own area."""
    return Words(f"tuning_settings.{path}", values or {})


def country(code: str) -> Words:
    """A country by its ISO code; every language has its own name for it."""
    return Words(f"{COUNTRY}{code}")


def plain(text: str) -> Words:
    """Something that has the same name in every language."""
    return Words("", {"text": text})


@dataclass(frozen=True)
class Field:
    """One input; `kind` is text, textarea, number, check, choice or choices."""

    name: str
    kind: str
    value: str
    label: Words
    hint: Words | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    options: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: Words
    fields: tuple[Field, ...]
    hint: Words | None = None


@dataclass(frozen=True)
class Part:
    """One of many things of the same kind, each with a form of its own; `heading` sorts them."""

    name: str
    label: Words
    heading: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong: `code` has its words, `data` fills them; `at` names the field, "" the whole."""

    at: str
    code: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """The files as they are to be, and why that cannot be."""

    files: Files
    faults: tuple[Fault, ...] = ()


class Answered:
    """Reads answers, and collects what is wrong with them."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """Without blanks at its ends; "" where nothing was filled in."""
        return self._answers.get(name, "").strip()

    def checked(self, name: str) -> bool:
        """Whether the box has its mark."""
        return bool(self.text(name))

    def lines(self, name: str) -> list[str]:
        """One thing a line, or separated by commas."""
        return [one for line in self.text(name).splitlines() if (one := line.strip())]

    def number(self, name: str, bounds: tuple[float, float], before: float) -> float:
        """Within the bounds, else a fault and the number as it was."""
        low, high = bounds
        try:
            found = float(self.text(name).replace(",", "."))
        except ValueError:
            self.fault(name, "not_a_number")
            return before
        if not low <= found <= high:
            self.fault(name, "out_of_bounds", low=shown(low), high=shown(high))
            return before
        return int(found) if isinstance(before, int) and found == int(found) else found

    def fault(self, name: str, code: str, **data: str) -> None:
        """This answer cannot stay so."""
        self.faults.append(Fault(name, code, data))


def shown(number: float) -> str:
    """Without a needless point."""
    return f"{number:g}"
