"""The carrier's time: virtual for tests, where speech and silence pass at once, and real for the server."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> datetime:
        """The present moment, aware."""
        ...

    def advance(self, seconds: float) -> None:
        """Lets simulated time pass; a real clock passes by itself and ignores this."""
        ...


class VirtualClock:
    """Starts at a given aware moment and moves only when the simulation moves it.

    The application under test may share it: `now()` is all most clocks need.
    """

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a virtual clock needs an aware datetime")
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The simulated moment, in the zone it was started in."""
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> None:
        """Moves on by `seconds` (never back)."""
        with self._lock:
            self._now += timedelta(seconds=max(0.0, seconds))


class RealClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Real time passes by itself."""
