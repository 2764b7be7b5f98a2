"""Something looked up anew only now and then, however many ask."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """`look_up` is asked at most every `for_s` seconds."""

    def __init__(self, look_up: Callable[[datetime], T], for_s: float) -> None:
        self._look_up = look_up
        self._for_s = for_s
        self._found: T | None = None
        self._until = 0.0

    def at(self, now: datetime) -> T:
        """As it was at most so long ago."""
        if self._found is None or time.monotonic() >= self._until:
            self._found, self._until = self._look_up(now), time.monotonic() + self._for_s
        return self._found
