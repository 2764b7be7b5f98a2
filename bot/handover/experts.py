"""The people who take cases: who is here, what they do now, and that one person gets one case at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, bindparam, or_, select, update

from bot.store.database import table_of
from bot.store.handover_tables import StaffRow

STAFF = table_of(StaffRow)
# Who is in one of these may be called again in a while; who is off is not here.
HERE = ("free", "ringing", "talking", "after_call", "paused")
WRAP_UP = timedelta(seconds=90)
AFTER_HEAVY = timedelta(minutes=5)
TAKES_CASES = ("agent", "lead", "admin")
# Asked every second: worded once.
ONE = select(STAFF).where(STAFF.c.id == bindparam("staff_id"))
RESTED = (STAFF.c.status == "after_call") & (STAFF.c.free_at <= bindparam("moment"))
ANY_RESTED = select(STAFF.c.id).where(RESTED).limit(1)


class Experts:
    """Presence in the store. Statuses: off, free, ringing, talking, after_call, paused."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, staff_id: str) -> RowMapping | None:
        """One of them."""
        with self._engine.connect() as db:
            return db.execute(ONE, {"staff_id": staff_id}).mappings().first()

    def here(self, statuses: Iterable[str] = HERE) -> list[RowMapping]:
        """Everybody who takes cases and is in one of these statuses, longest in it first."""
        with self._engine.connect() as db:
            return list(db.execute(_in_status(tuple(statuses))).mappings())

    def everybody(self, roles: Iterable[str]) -> list[RowMapping]:
        """All with one of these roles, here or not."""
        mine = STAFF.c.active & STAFF.c.role.in_(tuple(roles))
        with self._engine.connect() as db:
            return list(db.execute(select(STAFF).where(mine).order_by(STAFF.c.name)).mappings())

    def change(self, staff_id: str, was: str | tuple[str, ...], to: str, now: datetime, **more: Any) -> bool:
        """From one status to another; False when somebody else was quicker."""
        allowed = (was,) if isinstance(was, str) else was
        mine = update(STAFF).where(STAFF.c.id == staff_id, STAFF.c.status.in_(allowed))
        values = {"status": to, "status_since": now, "version": STAFF.c.version + 1, **more}
        with self._engine.begin() as db:
            return db.execute(mine.values(**values)).rowcount == 1

    def claim(self, staff_id: str, now: datetime) -> bool:
        """Take a free expert for one call; only one process gets them."""
        return self.change(staff_id, "free", "ringing", now)

    def release(self, staff_id: str, now: datetime) -> bool:
        """Rung in vain: free again."""
        return self.change(staff_id, "ringing", "free", now)

    def finished(self, staff_id: str, heavy: bool, now: datetime) -> bool:
        """After a case: time to write it up, and five minutes of their own after a heavy one."""
        rest = AFTER_HEAVY if heavy else WRAP_UP
        more = {"free_at": now + rest, "heavy_last": heavy, "last_case_at": now}
        return self.change(staff_id, ("talking", "ringing"), "after_call", now, **more)

    def rested(self, now: datetime) -> int:
        """Everybody whose after-call time is over is free again; says how many."""
        with self._engine.connect() as db:
            if db.execute(ANY_RESTED, {"moment": now}).first() is None:
                return 0
        over = update(STAFF).where(STAFF.c.status == "after_call", STAFF.c.free_at <= now)
        with self._engine.begin() as db:
            return db.execute(over.values(status="free", status_since=now, free_at=None)).rowcount


@cache
def _in_status(statuses: tuple[str, ...]) -> Select[Any]:
    """Asked every second: worded once. The order is the same every time."""
    here = or_(*(STAFF.c.status == status for status in statuses))
    takes_cases = or_(*(STAFF.c.role == role for role in TAKES_CASES))
    wanted = select(STAFF).where(STAFF.c.active, here, takes_cases)
    return wanted.order_by(STAFF.c.status_since, STAFF.c.id)
