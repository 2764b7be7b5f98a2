"""Today's figures, counted anew every few seconds however many look."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.clock import Clock
from bot.desk.figure_rows import facts_of
from bot.desk.figures import Figure, figures
from bot.desk.queue_snapshot import Kept

FRESH_S = 10.0


class FigureBoard:
    """From midnight until now."""

    def __init__(self, engine: Engine, clock: Clock, fresh_s: float = FRESH_S) -> None:
        self._engine = engine
        self._clock = clock
        self._today = Kept(self._count, fresh_s)

    def today(self) -> Sequence[Figure]:
        """All figures of today."""
        return self._today.at(self._clock.now())

    def _count(self, now: datetime) -> list[Figure]:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        # What happens at this very moment belongs to it.
        return figures(facts_of(self._engine, midnight, now + timedelta(microseconds=1)))
