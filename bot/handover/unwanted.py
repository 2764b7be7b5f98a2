"""A message everybody at work has declined: those in charge hear of it at once, not when its time is up."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, RowMapping

from bot.handover.choosing import Staff, nobody_left
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.waits import Waits

# Tells those in charge of a wait, once.
Escalate = Callable[[RowMapping, datetime], None]


class Unwanted:
    """Callers on the phone are not looked at here: for them everybody is rung a second time first."""

    def __init__(self, engine: Engine, escalate: Escalate, figures: Figures = HOUSE) -> None:
        self._waits, self._experts = Waits(engine), Experts(engine)
        self._escalate = escalate
        self._figures = figures

    def look(self, wait_id: str, now: datetime) -> bool:
        """After somebody has declined; True when nobody is left to be asked."""
        wait = self._waits.get(wait_id)
        if wait is None or wait["channel"] != "sms" or wait["status"] != "waiting":
            return False
        here = [as_expert(row) for row in self._experts.here()]
        if not nobody_left(as_waiting(wait), Staff(free=(), at_work=here), self._figures):
            return False
        self._escalate(wait, now)
        return True
