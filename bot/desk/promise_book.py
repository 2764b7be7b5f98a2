"""What is promised, by whom and until when; of one case, to one person's charge, or all that is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, Select, or_, select

from bot.clock import Clock
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.experts import STAFF
from bot.handover.promises import CALLBACK, PromiseOutcome, is_overdue
from bot.staff.person import Person

# A broken promise is still owed; after so long it is a matter for its case alone.
BROKEN_FOR = timedelta(days=7)
UNSETTLED = ("open", "promised")


@dataclass(frozen=True)
class Owed:
    """One promise; `owner_name` is None where a skill owes it, `state` its outcome, or overdue or today."""

    id: int
    case_id: str
    case_number: str
    kind: str
    priority: str
    owner: str
    owner_name: str | None
    due_from: datetime
    due_by: datetime
    attempts: int
    outcome: str
    state: str

    @property
    def open(self) -> bool:
        """Whether it can still be kept or cancelled."""
        return self.outcome == PromiseOutcome.OPEN


class PromiseBook:
    """Reads only."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, promise_id: int) -> Owed | None:
        """One of them."""
        return next(iter(self._read(PROMISES.c.id == promise_id)), None)

    def of_case(self, case_id: str) -> list[Owed]:
        """All of a case, the first due first."""
        return self._read(PROMISES.c.handover_id == case_id)

    def due(self, person: Person | None = None) -> list[Owed]:
        """What is due today or was due before: of everybody, or of this person and their skills."""
        midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        due = _open() & (PROMISES.c.due_by < midnight + timedelta(days=1))
        return self._read((due | self._broken()) & _to(person))

    def later(self, person: Person) -> list[Owed]:
        """What this person owes on another day."""
        midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        later = PROMISES.c.due_by >= midnight + timedelta(days=1)
        return self._read(_open() & later & (PROMISES.c.owner == person.id))

    def _broken(self) -> ColumnElement[bool]:
        lately = PROMISES.c.settled_at > self._clock.now() - BROKEN_FOR
        broken = (PROMISES.c.outcome == PromiseOutcome.BROKEN) & lately
        return broken & HANDOVERS.c.status.in_(UNSETTLED)

    def _read(self, which: ColumnElement[bool]) -> list[Owed]:
        with self._engine.connect() as db:
            rows: Sequence[RowMapping] = db.execute(_query().where(which)).mappings().all()
        now = self._clock.now()
        return [Owed(**_shown(row), state=state(row, now)) for row in rows]


def state(row: RowMapping, now: datetime) -> str:
    """The outcome; of what is open whether it is overdue, or due today."""
    if row["outcome"] != PromiseOutcome.OPEN:
        return str(row["outcome"])
    if is_overdue(row, now) or row["due_by"] < now:
        return "overdue"
    return "today" if row["due_by"].astimezone(now.tzinfo).date() <= now.date() else "open"


def may_settle(person: Person, owed: Owed) -> bool:
    """Who owes it, who has the skill that owes it, and leads; a call back is kept by calling."""
    return person.leads or owed.owner == person.id or owed.owner in person.skills


def kept_by_hand(owed: Owed) -> bool:
    """Whether somebody has to say that it was kept; calls are counted when they are made."""
    return owed.kind != CALLBACK


def _open() -> ColumnElement[bool]:
    return PROMISES.c.outcome == PromiseOutcome.OPEN


def _to(person: Person | None) -> ColumnElement[bool]:
    if person is None:
        return PROMISES.c.id.is_not(None)
    return or_(PROMISES.c.owner == person.id, PROMISES.c.owner.in_(sorted(person.skills)))


def _query() -> Select[Any]:
    case = (HANDOVERS.c.case_number, HANDOVERS.c.priority, HANDOVERS.c.status)
    owner = STAFF.c.name.label("owner_name")
    joined = select(PROMISES, *case, owner).join(HANDOVERS, HANDOVERS.c.id == PROMISES.c.handover_id)
    return joined.outerjoin(STAFF, STAFF.c.id == PROMISES.c.owner).order_by(PROMISES.c.due_by, PROMISES.c.id)


def _shown(row: RowMapping) -> dict[str, Any]:
    names = ("id", "case_number", "kind", "priority", "owner", "owner_name", "due_from", "due_by")
    return {name: row[name] for name in (*names, "attempts", "outcome")} | {"case_id": row["handover_id"]}
