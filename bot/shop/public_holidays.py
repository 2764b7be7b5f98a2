"""Public holidays by country and state, with names in both languages."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

# Any year will do to find out whether a place is known.
CHECKED = 2026


def holiday_name(day: date, country: str, subdivision: str | None = None, language: str = "de") -> str | None:
    """The holiday's name in "de" or "en", None on other days; without a state, those of the whole country."""
    return _year(day.year, country, subdivision, "en_US" if language == "en" else "de").get(day)


def check_place(country: str, subdivision: str | None) -> None:
    """Raises ValueError for a country or state whose holidays nobody knows."""
    try:
        _year(CHECKED, country, subdivision, "de")
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {country} {subdivision or ''}".rstrip()) from error


def states(country: str) -> tuple[str, ...]:
    """The states with holidays of their own."""
    return tuple(holidays.country_holidays(country, years=CHECKED).subdivisions)


@cache
def _year(year: int, country: str, subdivision: str | None, tongue: str) -> Mapping[date, str]:
    # The library fills a calendar while it is asked, which two threads must not see half done: copy it whole.
    return dict(holidays.country_holidays(country, subdiv=subdivision, years=year, language=tongue))
