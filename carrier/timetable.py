"""Lets virtual time pass for everybody at once, from one event to the next."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from carrier.agenda import Agenda
from carrier.clock import Clock, RealClock
from carrier.errors import NotPossible


class Repeating:
    """A deed that is done again and again until it is stopped."""

    def __init__(self, seconds: float, deed: Callable[[], object], agenda: Agenda) -> None:
        self._seconds = seconds
        self._deed = deed
        self._agenda = agenda
        self._stopped = False
        agenda.add(self._do, seconds)

    def stop(self) -> None:
        """It is not done again."""
        self._stopped = True

    def _do(self) -> None:
        if self._stopped:
            return
        self._agenda.add(self._do, self._seconds)
        self._deed()


class Timetable:
    """Moves the clock on; an exception in something that falls due, such as a worker's, comes out of it."""

    def __init__(self, clock: Clock, agenda: Agenda) -> None:
        self._clock = clock
        self._agenda = agenda
        self._passing = threading.Lock()

    def run_for(self, seconds: float) -> None:
        """Lets `seconds` pass and everything happen that falls due in them."""
        self._run(seconds, lambda: False)

    def run_until(self, true: Callable[[], bool], at_most: float = 3600.0) -> bool:
        """Lets time pass until it is true, looking after every event; false if it was not in time."""
        return self._run(at_most, true)

    def every(self, seconds: float, deed: Callable[[], object]) -> Repeating:
        """Does this every so many seconds of virtual time, for the first time after the first of them."""
        return Repeating(seconds, deed, self._agenda)

    def _run(self, seconds: float, true: Callable[[], bool]) -> bool:
        with self._alone():
            self._agenda.failures.clear()
            end = self._clock.now() + timedelta(seconds=seconds)
            self._do_due()
            while not true():
                due = self._agenda.next_due
                self._move_to(end if due is None or due > end else due)
                if due is None or due > end:
                    return true()
                self._do_due()
            return True

    def _do_due(self) -> None:
        self._agenda.run_due()
        if self._agenda.failures:
            failure = self._agenda.failures[0]
            self._agenda.failures.clear()
            raise failure

    def _move_to(self, moment: datetime) -> None:
        self._clock.advance((moment - self._clock.now()).total_seconds())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if isinstance(self._clock, RealClock):
            raise NotPossible("real time passes by itself")
        if not self._passing.acquire(blocking=False):
            raise NotPossible("time is passing already; what happens in it cannot wait for more of it")
        try:
            yield
        finally:
            self._passing.release()
