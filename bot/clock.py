"""What time it is for the hotline: the wall clock, one that starts elsewhere, and a fixed one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; everything that depends on time is given one."""

    def now(self) -> datetime:
        """The present moment, aware, in the hotline's own time zone."""
        ...


def system_time() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class WallClock:
    """The machine's clock in the hotline's zone, optionally started at another moment.

    Processes that share `started_at` agree on the shifted time, however late each of them starts.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        start: datetime | None = None,
        started_at: datetime | None = None,
        machine: Callable[[], datetime] = system_time,
    ) -> None:
        self._zone = zone
        self._machine = machine
        self._shift = start - (started_at or machine()) if start else None

    def now(self) -> datetime:
        """The present moment in the hotline's zone."""
        moment = self._machine()
        return (moment + self._shift if self._shift else moment).astimezone(self._zone)


class FixedClock:
    """A clock that stands still until it is set; for tests and replays."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at
