"""What somebody may not give on their own word: asked of a lead, decided by another person, done once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update

from bot.clock import Clock
from bot.conversation.record import EVENTS
from bot.desk.orders.wanted import Wanted
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.cases import HANDOVERS
from bot.handover.experts import STAFF
from bot.staff.audit import append
from bot.staff.person import Person
from bot.store.database import table_of
from bot.store.order_action_tables import ApprovalRow

APPROVALS = table_of(ApprovalRow)
OPEN, APPROVED, REFUSED = "open", "approved", "refused"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Approval:
    """What waits for a lead; `exceeds` names the limit, `amount` is EUR or days."""

    id: str
    case_id: str
    case_number: str
    kind: str
    order_number: str | None
    amount: Decimal
    exceeds: str
    details: Mapping[str, Any]
    asked_by: str
    asked_name: str
    asked_at: datetime
    status: str
    decided_name: str | None
    reason: str | None


class Approvals:
    """The `approvals` table; carrying out what was approved is the pages' affair (orders/deciding.py)."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def ask(self, key: str, case_id: str, person: Person, wanted: Wanted) -> None:
        """Ask for it, once a key; the details stand here until it is decided."""
        now = self._clock.now()
        values: dict[str, Any] = {"id": key, "handover_id": case_id, "kind": wanted.kind, "status": OPEN}
        values |= {"order_number": wanted.order_number, "amount": wanted.amount, "exceeds": wanted.counts}
        values |= {"details": dict(wanted.details), "asked_by": person.id, "asked_at": now}
        with self._engine.begin() as db:
            # Taken before it is looked for, so that a double click finds the first one's row.
            case = _locked(db, case_id)
            if db.execute(select(APPROVALS.c.id).where(APPROVALS.c.id == key)).first() is None:
                db.execute(insert(APPROVALS).values(values))
                self._noted(db, case, person.id, "approval_asked", {"approval": key, "kind": wanted.kind})

    def one(self, approval_id: str) -> RowMapping:
        """Raises NotThere."""
        with self._engine.connect() as db:
            row = db.execute(select(APPROVALS).where(APPROVALS.c.id == approval_id)).mappings().first()
        if row is None:
            raise NotThere("approval")
        return row

    def approve(self, approval_id: str, lead: Person) -> RowMapping:
        """The lead says yes, which may be repeated; raises NotAllowed (their own wish), TooLate."""
        return self._decided(approval_id, lead, APPROVED, None)

    def refuse(self, approval_id: str, lead: Person, reason: str) -> RowMapping:
        """The lead says no, and why; raises NotPossible (no reason), NotAllowed, TooLate."""
        words = " ".join(reason.split())[:LONGEST_REASON]
        if not words:
            raise NotPossible("reason_needed")
        return self._decided(approval_id, lead, REFUSED, words)

    def open(self) -> list[Approval]:
        """Everything that waits, the oldest first."""
        return open_approvals(self._engine)

    def of_case(self, case_id: str) -> list[Approval]:
        """Everything asked for in this case, the newest first."""
        mine = _listed().where(APPROVALS.c.handover_id == case_id)
        with self._engine.connect() as db:
            rows = db.execute(mine.order_by(APPROVALS.c.asked_at.desc(), APPROVALS.c.id))
            return [_approval(row) for row in rows.mappings()]

    def _decided(self, approval_id: str, lead: Person, status: str, reason: str | None) -> RowMapping:
        row, now = self.one(approval_id), self._clock.now()
        if not lead.leads:
            raise NotAllowed("role")
        if row["asked_by"] == lead.id:
            raise NotAllowed("own_wish")
        values = {"status": status, "decided_by": lead.id, "decided_at": now, "reason": reason}
        mine = update(APPROVALS).where(APPROVALS.c.id == approval_id, APPROVALS.c.status == OPEN)
        with self._engine.begin() as db:
            if db.execute(mine.values(**values)).rowcount == 1:
                self._noted(db, _locked(db, row["handover_id"]), lead.id, f"approval_{status}", _about(row))
        decided = self.one(approval_id)
        if (decided["status"], decided["decided_by"]) != (status, lead.id):
            raise TooLate("decided_before")
        return decided

    def _noted(self, db: Connection, case: RowMapping, who: str, what: str, data: Mapping[str, Any]) -> None:
        now = self._clock.now()
        event = {"at": now, "conversation_id": case["conversation_id"], "who": who, "what": what}
        db.execute(insert(EVENTS).values(data={"case": case["case_number"], **data}, **event))
        append(db, who, what, f"case:{case['id']}", now, **data)


def open_approvals(engine: Engine) -> list[Approval]:
    """For the leads' board: what waits for a word, the oldest first."""
    with engine.connect() as db:
        rows = db.execute(_listed().where(APPROVALS.c.status == OPEN).order_by(APPROVALS.c.asked_at))
        return [_approval(row) for row in rows.mappings()]


def _about(row: RowMapping) -> dict[str, Any]:
    return {"approval": row["id"], "kind": row["kind"], "asked_by": row["asked_by"]}


def _locked(db: Connection, case_id: str) -> RowMapping:
    same = update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(status=HANDOVERS.c.status)
    return db.execute(same.returning(HANDOVERS)).mappings().one()


def _listed() -> Select[Any]:
    lead = STAFF.alias("lead")
    asker = APPROVALS.join(STAFF, STAFF.c.id == APPROVALS.c.asked_by)
    whole = asker.join(HANDOVERS, HANDOVERS.c.id == APPROVALS.c.handover_id)
    named = whole.outerjoin(lead, lead.c.id == APPROVALS.c.decided_by)
    names = (STAFF.c.name.label("asked_name"), lead.c.name.label("decided_name"), HANDOVERS.c.case_number)
    return select(APPROVALS, *names).select_from(named)


def _approval(row: RowMapping) -> Approval:
    names = ("id", "case_number", "kind", "order_number", "amount", "exceeds", "details", "asked_by")
    more = ("asked_name", "asked_at", "status", "decided_name", "reason")
    return Approval(case_id=row["handover_id"], **{name: row[name] for name in (*names, *more)})
