"""After a call an expert makes no call back for five minutes, unless they say they are ready. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.handover.experts import WRAP_UP

GRACE = timedelta(seconds=300)


def in_grace(expert: Mapping[Any, Any], now: datetime) -> bool:
    """A row of `staff`. Who was free before their time to write up was over has pressed "ready"."""
    ended = expert["last_case_at"]
    if ended is None or now - ended >= GRACE:
        return False
    return not expert["status_since"] - ended < WRAP_UP


def resting_for_callbacks(people: Iterable[Mapping[Any, Any]], now: datetime) -> frozenset[str]:
    """The ids of those who take no call back yet."""
    return frozenset(str(expert["id"]) for expert in people if in_grace(expert, now))
