"""Today's figures, counted anew now and then however many look."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from bot.clock import Clock
from bot.figures.counting import whole
from bot.figures.definitions import Definition, Figure
from bot.figures.period import last_days
from bot.kept import Kept


class FigureBoard:
    """From midnight until now; at most `fresh_s` old."""

    def __init__(self, engine: Engine, clock: Clock, which: Sequence[Definition], fresh_s: float) -> None:
        self._engine = engine
        self._clock = clock
        self._which = which
        self._today = Kept(self._count, fresh_s)

    def today(self) -> Sequence[Figure]:
        """These figures of today."""
        return self._today.at(self._clock.now())

    def _count(self, now: datetime) -> list[Figure]:
        (piece,) = last_days(1, now).pieces(now)
        return whole(self._engine, piece, now, self._which)
