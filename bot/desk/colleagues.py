"""Colleagues a case can be passed to: at work, in the customer's language, those who suit it first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from bot.clock import Clock
from bot.desk.case_frame import CaseFrame
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.suitability import rating


@dataclass(frozen=True)
class Colleague:
    """Somebody who may take it; `suits` by the rules of routing."""

    id: str
    name: str
    status: str
    suits: bool
    since: datetime


class Colleagues:
    """Looks them up."""

    def __init__(self, engine: Engine, clock: Clock, figures: Figures = HOUSE) -> None:
        self._experts = Experts(engine)
        self._clock = clock
        self._figures = figures

    def beside(self, frame: CaseFrame) -> list[Colleague]:
        """Everybody at work but this person."""
        rate = rating(self._clock.now(), self._figures)
        caller = as_waiting(frame.wait) if frame.wait else None
        found = [
            Colleague(
                row["id"],
                row["name"],
                row["status"],
                caller is not None and rate(caller, as_expert(row)) is not None,
                row["status_since"],
            )
            for row in self._experts.here()
            if row["id"] != frame.person.id and frame.talk["language"] in row["languages"]
        ]
        return sorted(found, key=lambda one: (not one.suits, one.status != "free", one.name))
