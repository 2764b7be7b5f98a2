"""The days figures are counted over, cut into pieces for their course; and the same number of days before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

# Up to so many days their course is shown by the day, else by the week.
DAILY = 35
LONGEST_DAYS = 400
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Piece:
    """From `since` until just before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Period:
    """Whole days of the hotline's zone, the last one included."""

    first: date
    last: date
    zone: tzinfo

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """Days of one piece of its course."""
        return 1 if self.days <= DAILY else 7

    def before(self) -> "Period":
        """As many days, up to the day before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1), self.zone)

    def pieces(self, now: datetime) -> list[Piece]:
        """Its course, oldest first; what is yet to come counts as nothing, what happens now still counts."""
        return [self._piece(begin, end, now) for begin, end in self._cuts()]

    def _cuts(self) -> Iterator[tuple[date, date]]:
        begin = self.first
        while begin <= self.last:
            end = min(begin + timedelta(days=self.step), self.last + timedelta(days=1))
            yield begin, end
            begin = end

    def _piece(self, begin: date, end: date, now: datetime) -> Piece:
        since, until = (datetime.combine(day, time(), self.zone) for day in (begin, end))
        return Piece(since, max(since, min(until, now + A_MOMENT)))


def last_days(count: int, now: datetime) -> Period:
    """Today and the days before it."""
    today, zone = now.date(), now.tzinfo
    assert zone is not None
    return Period(today - timedelta(days=count - 1), today, zone)
