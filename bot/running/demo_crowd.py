"""Everybody in the demo at once: each lives in a thread of their own until the demo ends."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from carrier.phone_client import PhoneUnavailable

GOODBYE_S = 20.0


class DemoOver(Exception):
    """Raised in whoever waits when the demo ends."""


class Life(Protocol):
    """What somebody does, from beginning to end."""

    def live(self) -> None:
        """Do it."""
        ...


class Crowd:
    """Begins lives, and ends them all."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        # After a fault, and before the next one with the same story.
        self.after_fault_s, self.comes_back_after_s = 5.0, 30.0

    def pace(self, seconds: float) -> None:
        """Wait; raises DemoOver when it is time to go."""
        if self._over.wait(seconds):
            raise DemoOver

    def begin(self, life: Callable[[], Life], after: float, leave: Callable[[], None]) -> None:
        """Somebody who lives this life over and over, from so many seconds on, and leaves at the end."""
        body = threading.Thread(target=self._run, args=(life, after, leave), daemon=True)
        self._threads.append(body)
        body.start()

    def end(self) -> None:
        """Everybody stops waiting, says goodbye and goes."""
        self._over.set()
        until = time.monotonic() + GOODBYE_S
        for body in self._threads:
            body.join(max(0.0, until - time.monotonic()))

    def _run(self, life: Callable[[], Life], after: float, leave: Callable[[], None]) -> None:
        try:
            self.pace(after)
            while True:
                self._once(life)
                self.pace(self.comes_back_after_s)
        except DemoOver:
            with suppress(PhoneUnavailable):
                leave()

    def _once(self, life: Callable[[], Life]) -> None:
        try:
            life().live()
        except PhoneUnavailable:
            # A call that ended while somebody spoke, or a carrier that is busy: they try again.
            self.pace(self.after_fault_s)
