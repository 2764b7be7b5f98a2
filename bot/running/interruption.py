"""Ctrl-C and SIGTERM: the first one asks us to stop, a later one to stop at once."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from bot.running import under_make

# A signal for the whole group comes twice: directly, and passed on by make. That is not impatience.
MEANT_AFTER_S = 1.0


class Interruption:
    """Raises KeyboardInterrupt once; a second signal, if it is meant, calls what `hurry` was set to."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.hurry: Callable[[], None] = lambda: None
        self._now = now
        self._first: float | None = None

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self._first is None:
            self._first = self._now()
            raise KeyboardInterrupt
        if self._now() - self._first > MEANT_AFTER_S:
            self.hurry()


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """SIGTERM is Ctrl-C while this lasts, also while something is being prepared."""
    interruption = Interruption()
    before = {n: signal.signal(n, interruption.hear) for n in (signal.SIGINT, signal.SIGTERM)}
    under_make.watch()
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
