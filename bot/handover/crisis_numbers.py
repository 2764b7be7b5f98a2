"""Which numbers somebody in danger is told: by country, with the day somebody last made sure of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.errors import TuningInvalid

EUROPE = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Numbers:
    """Emergency services, and who listens day and night; numbers as they are spoken."""

    emergency: str
    talk: tuple[str, ...]


@dataclass(frozen=True)
class CrisisNumbers:
    """All countries' numbers; `home` is assumed for callers without a number."""

    countries: dict[str, Numbers]
    europe: Numbers
    home: str
    verified_on: date
    max_age: timedelta

    @classmethod
    def read(cls, file: Path) -> "CrisisNumbers":
        """From data/crisis_numbers.yml; raises TuningInvalid."""
        loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
        countries = {country: _numbers(entry) for country, entry in loaded["countries"].items()}
        if loaded["unknown"] not in countries:
            raise TuningInvalid(f"{file.name}: there are no numbers for {loaded['unknown']}")
        return cls(
            countries,
            _numbers(loaded["eu"]),
            loaded["unknown"],
            loaded["verified_on"],
            timedelta(days=loaded["max_age_days"]),
        )

    def of(self, region: str | None) -> Numbers:
        """The numbers of a country (ISO code); Europe's for its other countries, home's for the unknown."""
        if region in self.countries:
            return self.countries[region]
        return self.europe if region in EUROPE else self.countries[self.home]

    def outdated(self, today: date) -> bool:
        """Whether it is too long ago that somebody made sure of them."""
        return today - self.verified_on > self.max_age


def _numbers(entry: dict[str, Any]) -> Numbers:
    return Numbers(str(entry["emergency"]), tuple(str(number) for number in entry["talk"]))
