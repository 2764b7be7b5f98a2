"""What the network has still to do: callbacks to send, phones to ring, in the order they fall due."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from carrier.clock import Clock

log = logging.getLogger(__name__)


class Agenda:
    """A queue of deeds by due time; whoever owns the clock decides when they are done."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._deeds: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._working = threading.local()
        self.failures: list[Exception] = []

    def add(self, deed: Callable[[], None], delay: float = 0.0) -> None:
        """Notes a deed to be done in `delay` seconds."""
        due = self._clock.now() + timedelta(seconds=delay)
        with self._changed:
            heapq.heappush(self._deeds, (due, next(self._numbers), deed))
            self._changed.notify_all()

    def run_due(self) -> None:
        """Does everything that is due, and what becomes due by doing it; from within a deed, nothing."""
        if getattr(self._working, "now", False):  # the deeds would nest as deep as there are calls
            return
        self._working.now = True
        try:
            while (deed := self._next_due()) is not None:
                self._do(deed)
        finally:
            self._working.now = False

    def work(self) -> None:
        """Does deeds as they fall due until `stop`; the body of a real-time network's thread."""
        while not self._stopped:
            self.run_due()
            with self._changed:
                if not self._stopped:
                    self._changed.wait(self._seconds_to_next())

    def stop(self) -> None:
        """Makes `work` return."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    @property
    def next_due(self) -> datetime | None:
        """When the next deed falls due."""
        with self._changed:
            return self._deeds[0][0] if self._deeds else None

    def _do(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except Exception as failure:  # one broken callback must not stop the others
            log.exception("a scheduled deed failed")
            self.failures.append(failure)

    def _next_due(self) -> Callable[[], None] | None:
        with self._changed:
            if not self._deeds or self._deeds[0][0] > self._clock.now():
                return None
            return heapq.heappop(self._deeds)[2]

    def _seconds_to_next(self) -> float | None:
        if not self._deeds:
            return None
        return max(0.0, (self._deeds[0][0] - self._clock.now()).total_seconds())
