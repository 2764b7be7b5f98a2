"""Calls of experts' phones: one row each, from dialling to a typed end."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, or_, select, union, update

from bot.handover.outcomes import CallOutcome
from bot.store.database import table_of
from bot.store.desk_tables import SideCallRow
from bot.store.handover_tables import ExpertCallRow

CALLS = table_of(ExpertCallRow)
SIDES = table_of(SideCallRow)
LIVE = ("dialling", "ringing", "answered", "accepted", "talking", "menu")
# The room is left, so nobody in it is on hold or muted any more.
NOT_HELD: dict[str, Any] = {"held_since": None, "hold_reason": None, "muted": False}
# Asked every second: worded once.
ON_THE_PHONE = union(
    select(CALLS.c.staff_id).where(CALLS.c.status.in_(LIVE)),
    select(SIDES.c.staff_id).where(SIDES.c.status != "over"),
)


class ExpertCalls:
    """Statuses: dialling, ringing, answered, accepted (brief), talking, menu (caller on hold), over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, wait_id: str, staff_id: str, now: datetime, accepted_on: str | None = None) -> RowMapping:
        """A call about to be made, with a room of its own; "desk" for one the expert has clicked for."""
        values = {"id": str(uuid.uuid4()), "wait_id": wait_id, "staff_id": staff_id, "created_at": now}
        values |= {"room": f"room-{uuid.uuid4().hex}", "status": "dialling", "accepted_on": accepted_on}
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

    def on_the_phone(self) -> set[str]:
        """Everybody whose phone rings or is in a talk, for a caller of their own or beside a colleague's."""
        with self._engine.connect() as db:
            return set(db.execute(ON_THE_PHONE).scalars())

    def in_company(self, call_id: str) -> RowMapping | None:
        """The colleague who is in the room of this call, too."""
        here = (SIDES.c.expert_call_id == call_id) & (SIDES.c.kind == "colleague")
        with self._engine.connect() as db:
            query = select(SIDES).where(here, SIDES.c.status == "joined")
            return db.execute(query.limit(1)).mappings().first()

    def change(self, call_id: str, was: str | tuple[str, ...], **values: Any) -> bool:
        """Change a call that is (still) in one of these statuses; False when it no longer is."""
        with self._engine.begin() as db:
            return change(db, call_id, was, **values)

    def to_menu(self, call_id: str, now: datetime) -> bool:
        """Out of the room, which ends the hold unless a colleague stays; False when they were not in it."""
        if self.in_company(call_id):
            return self.change(call_id, "talking", status="menu", muted=False)
        self.end_hold(call_id, now)
        return self.change(call_id, "talking", status="menu", **NOT_HELD)

    def end_hold(self, call_id: str, now: datetime) -> None:
        """The caller is not on hold any more; how long they were is kept."""
        call = self.get(call_id)
        if call is None or call["held_since"] is None:
            return
        this_hold = (CALLS.c.id == call_id) & (CALLS.c.held_since == call["held_since"])
        values = {"held_since": None, "hold_reason": None, "held_s": held_s(call, now)}
        over = update(CALLS).where(this_hold).values(**values)
        with self._engine.begin() as db:
            db.execute(over)

    def end(self, call_id: str, outcome: CallOutcome, now: datetime, was: tuple[str, ...] = LIVE) -> bool:
        """It is over, in this way; False when it already was."""
        return self.change(call_id, was, status="over", outcome=outcome.value, ended_at=now)

    def _first(self, condition: Any) -> RowMapping | None:
        newest = select(CALLS).where(condition).order_by(CALLS.c.created_at.desc()).limit(1)
        with self._engine.connect() as db:
            return db.execute(newest).mappings().first()


def held_s(call: RowMapping, now: datetime) -> int:
    """How long the caller was on hold in this call up to now."""
    this = round((now - call["held_since"]).total_seconds()) if call["held_since"] else 0
    return int(call["held_s"]) + this


def change(db: Connection, call_id: str, was: str | tuple[str, ...], **values: Any) -> bool:
    """As ExpertCalls.change, in a transaction of the caller's."""
    allowed = (was,) if isinstance(was, str) else was
    mine = update(CALLS).where(CALLS.c.id == call_id, CALLS.c.status.in_(allowed))
    return db.execute(mine.values(**values)).rowcount == 1


@cache
def _in_status(statuses: tuple[str, ...]) -> Select[Any]:
    """Asked every second: worded once."""
    wanted = or_(*(CALLS.c.status == status for status in statuses))
    return select(CALLS).where(wanted).order_by(CALLS.c.created_at, CALLS.c.id)
