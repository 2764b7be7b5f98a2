"""How long to wait before a process that died is started again."""

FIRST_S = 0.5
LONGEST_S = 30.0
STEADY_AFTER_S = 60.0


class Backoff:
    """Doubles the pause with every death; a process that ran steadily starts over with the shortest."""

    def __init__(self, first_s: float = FIRST_S) -> None:
        self._first_s = first_s
        self._next_s = first_s

    def after(self, uptime_s: float) -> float:
        """Seconds to wait after a run of `uptime_s` seconds."""
        pause = self._first_s if uptime_s >= STEADY_AFTER_S else self._next_s
        self._next_s = min(pause * 2, LONGEST_S)
        return pause
