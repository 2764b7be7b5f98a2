"""When things happened in a demo order's life, counted back from now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bot.shop.public_holidays import holiday_name

SUNDAY = 6
# Deliveries as old as this never fall on a Sunday; younger ones keep their exact distance from today.
SETTLED = 2


@dataclass(frozen=True)
class Life:
    """The moments of one order; None for what has not happened."""

    placed: datetime
    shipped: datetime | None
    delivered: datetime | None
    cancelled: datetime | None
    eta: date | None
    last_scan: datetime | None


def live(scenario: Mapping[str, Any], now: datetime, rng: Random) -> Life:
    """The moments this scenario asks for."""
    shipped = _days_ago(scenario, "shipped", now, rng, (15, 18))
    delivered = _days_ago(scenario, "delivered", now, rng, (9, 17))
    eta = _eta(now.date(), scenario["eta"]) if "eta" in scenario else None
    return Life(
        placed=_placed(scenario, now, rng),
        shipped=shipped,
        delivered=delivered,
        cancelled=_days_ago(scenario, "cancelled", now, rng, (23, 23)),
        eta=delivered.date() if delivered else eta,
        last_scan=delivered or _last_scan(shipped, now, rng),
    )


def moment(days: int, now: datetime, rng: Random, hours: tuple[int, int]) -> datetime:
    """So many days ago, between these hours; never later than a minute ago."""
    day = now.date() - timedelta(days=days)
    if days > SETTLED and day.weekday() == SUNDAY:
        day -= timedelta(days=1)
    clock = datetime(day.year, day.month, day.day, rng.randint(*hours), rng.randrange(60), tzinfo=now.tzinfo)
    return min(clock, now - timedelta(minutes=1))


def _days_ago(
    scenario: Mapping[str, Any], what: str, now: datetime, rng: Random, hours: tuple[int, int]
) -> datetime | None:
    return moment(scenario[what], now, rng, hours) if what in scenario else None


def _placed(scenario: Mapping[str, Any], now: datetime, rng: Random) -> datetime:
    if scenario["placed"] == 0:
        return now - timedelta(minutes=rng.randint(20, 600))
    return moment(scenario["placed"], now, rng, (7, 21))


def _eta(today: date, days_ago: int) -> date:
    """A day parcels come; what is to come moves later, what is overdue moves earlier."""
    day, step = today - timedelta(days=days_ago), timedelta(days=1 if days_ago < 0 else -1)
    while days_ago and (day.weekday() == SUNDAY or holiday_name(day, "DE")):
        day += step
    return day


def _last_scan(shipped: datetime | None, now: datetime, rng: Random) -> datetime | None:
    if shipped is None:
        return None
    return min(shipped + timedelta(hours=rng.randint(6, 20)), now - timedelta(minutes=rng.randint(15, 200)))
