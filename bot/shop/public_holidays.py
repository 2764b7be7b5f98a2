"""Public holidays by country and state, with names in both languages."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays


def holiday_name(day: date, country: str, subdivision: str | None = None, language: str = "de") -> str | None:
    """The holiday's name in "de" or "en", None on other days; without a state, those of the whole country."""
    return _year(day.year, country, subdivision, "en_US" if language == "en" else "de").get(day)


@cache
def _year(year: int, country: str, subdivision: str | None, tongue: str) -> Mapping[date, str]:
    # The library fills a calendar while it is asked, which two threads must not see half done: copy it whole.
    return dict(holidays.country_holidays(country, subdiv=subdivision, years=year, language=tongue))
