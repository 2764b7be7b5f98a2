"""When a place is open: by date, with public holidays, special days and bridge days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.shop.public_holidays import holiday_name

Span = tuple[time, time]

SUNDAY = 6
# Far enough for any run of holidays; further means the place is closed for good.
HORIZON = 30


@dataclass(frozen=True)
class OpeningHours:
    """Weekly spans (0 = Monday), and special days as `MM-DD` or `YYYY-MM-DD` (no span = closed)."""

    id: str
    country: str
    subdivision: str | None
    weekly: Mapping[int, tuple[Span, ...]]
    special: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True)
class DayHours:
    """One day: its spans (none = closed), the holiday's name, and whether it bridges to a holiday."""

    day: date
    spans: tuple[Span, ...]
    holiday: str | None
    special: bool
    bridge: bool

    @property
    def closed(self) -> bool:
        """Not open at all."""
        return not self.spans


def hours_on(hours: OpeningHours, day: date, language: str = "de") -> DayHours:
    """What holds on this date; a special day counts more than a holiday, a holiday more than the week."""
    holiday = _holiday(hours, day, language)
    special = _special(hours, day)
    spans = special if special is not None else () if holiday else hours.weekly.get(day.weekday(), ())
    return DayHours(day, spans, holiday, special is not None, is_bridge_day(hours, day))


def is_bridge_day(hours: OpeningHours, day: date) -> bool:
    """A working day alone between a holiday and a weekend: Monday before, or Friday after, a holiday."""
    neighbour = {0: day + timedelta(days=1), 4: day - timedelta(days=1)}.get(day.weekday())
    if neighbour is None or _holiday(hours, day):
        return False
    return _holiday(hours, neighbour) is not None


def is_open(hours: OpeningHours, moment: datetime) -> bool:
    """Whether somebody is there at this moment (in the place's own time)."""
    return any(start <= moment.time() < end for start, end in hours_on(hours, moment.date()).spans)


def next_opening(hours: OpeningHours, moment: datetime) -> datetime | None:
    """The moment itself when open, else the next time the doors open; None if not within a month."""
    if is_open(hours, moment):
        return moment
    return next((start for start, _ in spans_from(hours, moment) if start >= moment), None)


def spans_from(hours: OpeningHours, moment: datetime) -> list[tuple[datetime, datetime]]:
    """All spans of the coming month that are not over yet, in order."""
    days = (moment.date() + timedelta(days=ahead) for ahead in range(HORIZON))
    spans = (
        (_at(day, start, moment), _at(day, end, moment))
        for day in days
        for start, end in hours_on(hours, day).spans
    )
    return [(start, end) for start, end in spans if end > moment]


def _holiday(hours: OpeningHours, day: date, language: str = "de") -> str | None:
    return holiday_name(day, hours.country, hours.subdivision, language)


def _special(hours: OpeningHours, day: date) -> tuple[Span, ...] | None:
    # A date given with its year is the more exact one.
    return hours.special.get(f"{day:%Y-%m-%d}", hours.special.get(f"{day:%m-%d}"))


def _at(day: date, clock: time, like: datetime) -> datetime:
    return datetime.combine(day, clock, tzinfo=like.tzinfo)
