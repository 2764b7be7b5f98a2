"""Colleagues' phones beside a talk: asked to join it, or a coach who listens; one row each."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from bot.handover.expert_calls import CALLS, SIDES

COLLEAGUE, COACH = "colleague", "coach"
UNANSWERED = ("dialling", "ringing")
LIVE = (*UNANSWERED, "answered", "joined")
# How one ends.
LEFT, DECLINED, NO_ANSWER, BUSY, FAILED = "left", "declined", "no_answer", "busy", "failed"
NO_KEY, WITHDRAWN, TOOK_OVER, REFUSED = "no_key", "withdrawn", "took_over", "refused"
# Asked every second: worded once.
ALL_LIVE = select(SIDES).where(SIDES.c.status != "over").order_by(SIDES.c.created_at, SIDES.c.id)


class SideCalls:
    """Statuses: dialling, ringing, answered, joined, over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, call_id: str, staff_id: str, asked_by: str, kind: str, now: datetime
    ) -> RowMapping | None:
        """A call about to be made; None while there is another of its kind, or no talk to join."""
        values: dict[str, Any] = {"id": str(uuid.uuid4()), "expert_call_id": call_id, "staff_id": staff_id}
        values |= {"kind": kind, "asked_by": asked_by, "status": "dialling", "created_at": now}
        with self._engine.begin() as db:
            if not _lock(db, call_id) or _live(db, call_id, kind):
                return None
            row: RowMapping = db.execute(insert(SIDES).values(**values).returning(SIDES)).mappings().one()
        return row

    def get(self, side_id: str) -> RowMapping | None:
        """One of them."""
        with self._engine.connect() as db:
            return db.execute(select(SIDES).where(SIDES.c.id == side_id)).mappings().first()

    def live(self) -> list[RowMapping]:
        """All under way, oldest first."""
        with self._engine.connect() as db:
            return list(db.execute(ALL_LIVE).mappings())

    def of(self, call_id: str) -> list[RowMapping]:
        """Every one there was beside this talk, oldest first."""
        mine = select(SIDES).where(SIDES.c.expert_call_id == call_id).order_by(SIDES.c.created_at)
        with self._engine.connect() as db:
            return list(db.execute(mine).mappings())

    def live_of(self, call_id: str, kind: str) -> RowMapping | None:
        """The one of this kind that is under way beside this talk."""
        return next((side for side in self.of(call_id) if side["kind"] == kind and is_live(side)), None)

    def change(self, side_id: str, was: str | tuple[str, ...], **values: Any) -> bool:
        """Change one that is (still) in one of these statuses; False when it no longer is."""
        allowed = (was,) if isinstance(was, str) else was
        mine = update(SIDES).where(SIDES.c.id == side_id, SIDES.c.status.in_(allowed))
        with self._engine.begin() as db:
            return db.execute(mine.values(**values)).rowcount == 1


def is_live(side: RowMapping) -> bool:
    """Whether it is under way."""
    return bool(side["status"] != "over")


def _lock(db: Connection, call_id: str) -> bool:
    """Two who ask at the same moment come one after the other; False for a talk that is not going on."""
    talk = update(CALLS).where(CALLS.c.id == call_id, CALLS.c.status == "talking")
    return db.execute(talk.values(muted=CALLS.c.muted)).rowcount == 1


def _live(db: Connection, call_id: str, kind: str) -> bool:
    mine = select(SIDES.c.id).where(SIDES.c.expert_call_id == call_id, SIDES.c.kind == kind)
    return db.execute(mine.where(SIDES.c.status != "over").limit(1)).first() is not None
