"""Writes a promise into its case, in the transaction of whoever makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, update

from bot.handover.deadlines import with_promises
from bot.handover.permissions import with_callback
from bot.store.database import table_of
from bot.store.tables import HandoverRow, PromiseRow

HANDOVERS = table_of(HandoverRow)
PROMISES = table_of(PromiseRow)


@dataclass(frozen=True)
class Promised:
    """What is promised: a call back or an answer, between two moments; `owner` a skill or a staff id."""

    kind: str
    start: datetime
    end: datetime
    phone: str | None
    owner: str


def write_promise(db: Connection, case: RowMapping, promised: Promised, at: datetime) -> int:
    """The promise's id; `case` is the row, locked. From now on the case is one with a promise."""
    values: dict[str, Any] = {"handover_id": case["id"], "kind": promised.kind, "phone": promised.phone}
    values |= {"due_from": promised.start, "due_by": promised.end, "created_at": at, "outcome": "open"}
    made = insert(PROMISES).values(owner=promised.owner, **values).returning(PROMISES.c.id)
    number: int = db.execute(made).scalar_one()
    content = _with_promise(case["packet"], promised)
    changed = {"status": "promised", "packet": content, "packet_version": case["packet_version"] + 1}
    db.execute(update(HANDOVERS).where(HANDOVERS.c.id == case["id"]).values(**changed))
    return number


def told(case: RowMapping, promised: Promised) -> dict[str, Any]:
    """What the event says; how an unsafe caller can be reached stands in the contact rule alone."""
    if case["packet"]["permissions"]["safe_contact"]:
        return {"kind": promised.kind}
    return {"kind": promised.kind, "from": promised.start.isoformat(), "by": promised.end.isoformat()}


def _with_promise(content: dict[str, Any], promised: Promised) -> dict[str, Any]:
    start, end = promised.start.isoformat(), promised.end.isoformat()
    allowed = content["permissions"]
    if promised.kind == "callback":
        allowed = with_callback(allowed, promised.phone, start, end)
    made = [*content["promised"], {"what": promised.kind, "by_when": end}]
    fresh = content | {"promised": made, "permissions": allowed}
    return fresh | {"deadlines": with_promises(fresh, promised.start.date())}
