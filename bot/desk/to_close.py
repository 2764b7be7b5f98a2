"""How many talks somebody still has to close; asked anew when they have moved, or after some seconds."""

import time
from collections.abc import Callable

LASTS_S = 5.0


class ToClose:
    """`count` looks into the store; it is asked for every person who has a page open, every second."""

    def __init__(self, count: Callable[[str], int], lasts_s: float = LASTS_S) -> None:
        self._count = count
        self._lasts_s = lasts_s
        self._known: dict[str, tuple[int, float, int]] = {}

    def __call__(self, staff_id: str, version: int) -> int:
        """`version` is of their row of `staff`: it changes when they begin or end a talk."""
        now = time.monotonic()
        at_version, until, number = self._known.get(staff_id, (-1, 0.0, 0))
        if at_version != version or now >= until:
            number = self._count(staff_id)
            self._known[staff_id] = (version, now + self._lasts_s, number)
        return number

    def forget(self, staff_id: str) -> None:
        """They have just closed one, perhaps."""
        self._known.pop(staff_id, None)
