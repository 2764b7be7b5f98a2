"""Calls of experts' phones: one row each, from dialling to a typed end."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, insert, or_, select, update

from bot.handover.outcomes import CallOutcome
from bot.store.database import table_of
from bot.store.handover_tables import ExpertCallRow

CALLS = table_of(ExpertCallRow)
LIVE = ("dialling", "ringing", "answered", "accepted", "talking", "menu")


class ExpertCalls:
    """Statuses: dialling, ringing, answered, accepted (brief), talking, menu (caller on hold), over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, wait_id: str, staff_id: str, now: datetime) -> RowMapping:
        """A call about to be made, with a room of its own."""
        values = {"id": str(uuid.uuid4()), "wait_id": wait_id, "staff_id": staff_id, "created_at": now}
        values |= {"room": f"room-{uuid.uuid4().hex}", "status": "dialling"}
        with self._engine.begin() as db:
            row: RowMapping = db.execute(insert(CALLS).values(**values).returning(CALLS)).mappings().one()
        return row

    def get(self, call_id: str) -> RowMapping | None:
        """One call."""
        return self._first(CALLS.c.id == call_id)

    def live_of(self, wait_id: str) -> RowMapping | None:
        """The call under way for this wait."""
        return self._first((CALLS.c.wait_id == wait_id) & CALLS.c.status.in_(LIVE))

    def in_status(self, *statuses: str) -> list[RowMapping]:
        """All calls in one of these statuses, oldest first."""
        with self._engine.connect() as db:
            return list(db.execute(_in_status(statuses)).mappings())

    def of_wait(self, wait_id: str) -> list[RowMapping]:
        """Every call made for this wait, oldest first."""
        query = select(CALLS).where(CALLS.c.wait_id == wait_id).order_by(CALLS.c.created_at)
        with self._engine.connect() as db:
            return list(db.execute(query).mappings())

    def last_of(self, staff_id: str) -> RowMapping | None:
        """The newest call of this expert."""
        return self._first(CALLS.c.staff_id == staff_id)

    def ended_between(self, first: datetime, last: datetime) -> list[RowMapping]:
        """Every call that ended in this time."""
        query = select(CALLS).where(CALLS.c.ended_at >= first, CALLS.c.ended_at <= last)
        with self._engine.connect() as db:
            return list(db.execute(query).mappings())

    def newest(self, most: int) -> list[RowMapping]:
        """The latest calls, newest first."""
        query = select(CALLS).order_by(CALLS.c.created_at.desc(), CALLS.c.id).limit(most)
        with self._engine.connect() as db:
            return list(db.execute(query).mappings())

    def change(self, call_id: str, was: str | tuple[str, ...], **values: Any) -> bool:
        """Change a call that is (still) in one of these statuses; False when it no longer is."""
        allowed = (was,) if isinstance(was, str) else was
        mine = update(CALLS).where(CALLS.c.id == call_id, CALLS.c.status.in_(allowed))
        with self._engine.begin() as db:
            return db.execute(mine.values(**values)).rowcount == 1

    def end(self, call_id: str, outcome: CallOutcome, now: datetime, was: tuple[str, ...] = LIVE) -> bool:
        """It is over, in this way; False when it already was."""
        return self.change(call_id, was, status="over", outcome=outcome.value, ended_at=now)

    def _first(self, condition: Any) -> RowMapping | None:
        newest = select(CALLS).where(condition).order_by(CALLS.c.created_at.desc()).limit(1)
        with self._engine.connect() as db:
            return db.execute(newest).mappings().first()


@cache
def _in_status(statuses: tuple[str, ...]) -> Select[Any]:
    """Asked every second: worded once."""
    wanted = or_(*(CALLS.c.status == status for status in statuses))
    return select(CALLS).where(wanted).order_by(CALLS.c.created_at, CALLS.c.id)
