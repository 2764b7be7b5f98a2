"""Which days somebody wants to see, out of an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from bot.figures.period import LONGEST_DAYS, Period, last_days

CHOICES = (1, 7, 28, 91)
USUAL = 28


@dataclass(frozen=True)
class Chosen:
    """`days`: one of the choices, None for days of one's own; `wrong`: what was asked for makes no sense."""

    period: Period
    days: int | None
    wrong: bool = False

    @property
    def query(self) -> str:
        """The same days in another address."""
        if self.days:
            return urlencode({"days": self.days})
        return urlencode({"first": self.period.first.isoformat(), "last": self.period.last.isoformat()})


def chosen(asked: Mapping[str, str], now: datetime) -> Chosen:
    """`days`, or `first` and `last`; the usual ones without either."""
    if asked.get("first") or asked.get("last"):
        return _own_days(asked.get("first", ""), asked.get("last", ""), now)
    days = asked.get("days", "")
    known = int(days) if days.isdecimal() and int(days) in CHOICES else USUAL
    return Chosen(last_days(known, now), known)


def _own_days(first: str, last: str, now: datetime) -> Chosen:
    usual, today = last_days(USUAL, now), now.date()
    try:
        period = Period(date.fromisoformat(first), min(date.fromisoformat(last), today), usual.zone)
    except ValueError:
        return Chosen(usual, USUAL, wrong=True)
    if not 1 <= period.days <= LONGEST_DAYS or period.first.year < 2000:
        return Chosen(usual, USUAL, wrong=True)
    return Chosen(period, None)
