"""Somebody takes a waiting case by a click: a message at once, a caller by their own phone."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.desk.open_closings import OpenClosings
from bot.desk.own_choice import own_choice
from bot.errors import NotAllowed, NotPossible, TooLate
from bot.handover.experts import HERE, Experts
from bot.handover.line_up import as_expert
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.takeover import Takeover
from bot.handover.thread_errors import AlreadyTaken
from bot.handover.waits import Waits
from bot.staff.audit import Audit
from bot.staff.person import Person


class ByPhone(Protocol):
    """Takes callers and call backs."""

    def accept(self, wait_id: str, person: Person) -> str:
        """The id of the case; raises a DeskError."""


@dataclass(frozen=True)
class Ways:
    """How cases come to people."""

    takeover: Takeover
    by_phone: ByPhone
    figures: Figures = HOUSE


class TakeCase:
    """Exclusive under load: who comes second is told so. A talk that is over is closed first."""

    def __init__(self, engine: Engine, ways: Ways, audit: Audit, clock: Clock) -> None:
        self._waits, self._experts = Waits(engine), Experts(engine)
        self._closings = OpenClosings(engine, clock)
        self._ways = ways
        self._audit = audit
        self._clock = clock

    def accept(self, wait_id: str, person: Person) -> str:
        """The id of the case, theirs now; asked for again, the same. Raises DeskError or HandoverError."""
        wait = self._waits.get(wait_id)
        if wait is None:
            raise TooLate("already_taken")
        if self._is_theirs(wait, person):
            return str(wait["handover_id"])
        if wait["status"] != "ringing" and self._closings.of(person.id):
            raise NotPossible("close_first")
        if wait["channel"] != "sms":
            return self._ways.by_phone.accept(wait_id, person)
        self._message(wait, person)
        self._audit.note(
            person.id, "case_accepted", f"case:{wait['handover_id']}", self._clock.now(), wait=wait_id
        )
        return str(wait["handover_id"])

    def _message(self, wait: RowMapping, person: Person) -> None:
        """Whoever still writes up the last one and takes the next has finished with it."""
        expert = self._experts.get(person.id)
        if expert is None or not self._suits(wait, expert):
            raise NotAllowed("not_suited")
        resting = expert["status"] == "after_call" and self._moved(expert, "after_call", "free")
        try:
            self._ways.takeover.take(wait["id"], person.id)
        except AlreadyTaken:
            if resting:
                self._moved(expert, "free", "after_call", free_at=expert["free_at"])
            raise

    def _moved(self, expert: RowMapping, was: str, to: str, **more: object) -> bool:
        return self._experts.change(expert["id"], was, to, self._clock.now(), **more)

    def _suits(self, wait: RowMapping, expert: RowMapping) -> bool:
        """Who declined it, or passed it on, may think better of it."""
        now, here = self._clock.now(), self._experts.here(HERE)
        return own_choice(wait, as_expert(expert), here, now, self._ways.figures).suits

    @staticmethod
    def _is_theirs(wait: RowMapping, person: Person) -> bool:
        return bool(wait["status"] == "talking" and wait["last_expert_id"] == person.id)
