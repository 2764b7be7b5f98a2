"""Whether somebody is there at a given moment, and why (not): to try out hours before they count. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.shop.opening_hours import OpeningHours, hours_on, is_open, next_opening
from bot.tuning.settings_form import Files, Words
from bot.tuning.settings_hours import hours_in


@dataclass(frozen=True)
class OpenAt:
    """One place at one moment; `times` are that day's, `next` is None where it is open, or for long not."""

    name: Words
    open: bool
    times: str
    holiday: str | None
    special: bool
    next: datetime | None


def open_at(now: Files, moment: datetime, language: str) -> list[OpenAt]:
    """Everything in these files that has hours."""
    return [_look(name, hours, moment, language) for name, hours in hours_in(now)]


def _look(name: Words, hours: OpeningHours, moment: datetime, language: str) -> OpenAt:
    day = hours_on(hours, moment.date(), language)
    times = ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in day.spans)
    there = is_open(hours, moment)
    later = None if there else next_opening(hours, moment)
    return OpenAt(name, there, times, day.holiday, day.special, later)
