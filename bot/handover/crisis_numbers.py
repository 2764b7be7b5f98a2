"""Which numbers somebody in danger is told: by country, with the day somebody last made sure of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.current import Current
from bot.errors import TuningInvalid

PLACE = "data/crisis_numbers.yml"
EUROPE = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Numbers:
    """Emergency services, and who listens day and night; numbers as they are spoken.

    `places` are the countries they hold in, where it is not known which one the caller is in.
    """

    emergency: str
    talk: tuple[str, ...]
    free: bool = True
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrisisNumbers:
    """All countries' numbers; `unknown` has those for callers from who knows where, by their language."""

    countries: dict[str, Numbers]
    europe: Numbers
    unknown: dict[str, Numbers]
    verified_on: date
    max_age: timedelta

    @classmethod
    def read(cls, file: Path) -> "CrisisNumbers":
        """From data/crisis_numbers.yml; raises TuningInvalid."""
        loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
        countries = {country: _numbers(entry) for country, entry in loaded["countries"].items()}
        unknown = {language: _numbers(entry) for language, entry in loaded["unknown"].items()}
        for language, numbers in unknown.items():
            _check(numbers, countries, f"{file.name}: {language}")
        return cls(
            countries,
            _numbers(loaded["eu"]),
            unknown,
            loaded["verified_on"],
            timedelta(days=loaded["max_age_days"]),
        )

    def of(self, region: str | None, language: str) -> Numbers:
        """The numbers of a country (ISO code); Europe's for its other countries, else the language's."""
        if region in self.countries:
            return self.countries[region]
        return self.europe if region in EUROPE else self.unknown[language]

    def outdated(self, today: date) -> bool:
        """Whether it is too long ago that somebody made sure of them."""
        return today - self.verified_on > self.max_age


def load_numbers() -> CrisisNumbers:
    """The numbers of the operator's own file, as they are now."""
    return current_numbers()()


@cache
def current_numbers() -> Current[CrisisNumbers]:
    """What watches the file."""
    return Current([PLACE], lambda root: CrisisNumbers.read(root / PLACE))


def _numbers(entry: dict[str, Any]) -> Numbers:
    talk, places = tuple(map(str, entry["talk"])), tuple(map(str, entry.get("in", ())))
    return Numbers(str(entry["emergency"]), talk, bool(entry.get("free", True)), places)


def _check(numbers: Numbers, countries: dict[str, Numbers], where: str) -> None:
    """A number told for several countries must be one in each of them."""
    for country in numbers.places:
        known = countries.get(country)
        if known is None or not set(numbers.talk) <= set(known.talk):
            raise TuningInvalid(f"{where}: these are not the numbers of {country}")
    if not numbers.places:
        raise TuningInvalid(f"{where}: in which countries do they hold?")
