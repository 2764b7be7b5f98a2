"""The people who take cases: who is here, what they do now, and that one person gets one case at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, Select, bindparam, func, or_, select, update

from bot.handover.presence_log import keep_span
from bot.store.database import table_of
from bot.store.handover_tables import StaffRow

STAFF = table_of(StaffRow)
# Who is in one of these may be called again in a while; who is off is not here.
HERE = ("free", "ringing", "talking", "after_call", "paused")
# With a case, or with what it left to do; what is asked for then begins afterwards.
IN_BETWEEN = ("ringing", "talking", "after_call")
WRAP_UP = timedelta(seconds=90)
AFTER_HEAVY = timedelta(minutes=5)
TAKES_CASES = ("agent", "lead", "admin")
# Asked every second: worded once.
ONE = select(STAFF).where(STAFF.c.id == bindparam("staff_id"))
RESTED = (STAFF.c.status == "after_call") & (STAFF.c.free_at <= bindparam("moment"))
ANY_RESTED = select(STAFF.c.id).where(RESTED).limit(1)
# Whoever asked for a break while they had a case gets it instead of the next one.
FREED = func.coalesce(STAFF.c.afterwards, "free")


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

    def change(
        self,
        staff_id: str,
        was: str | tuple[str, ...],
        to: str | ColumnElement[Any],
        now: datetime,
        **more: Any,
    ) -> bool:
        """From one status to another; False when somebody else was quicker."""
        allowed = (was,) if isinstance(was, str) else was
        mine = (STAFF.c.id == staff_id) & STAFF.c.status.in_(allowed)
        values = {"status": to, "status_since": now, "version": STAFF.c.version + 1, **more}
        if to is FREED or to not in IN_BETWEEN:
            values["afterwards"] = None
        with self._engine.begin() as db:
            if not keep_span(db, mine, now):
                return False
            return db.execute(update(STAFF).where(mine).values(**values)).rowcount == 1

    def claim(self, staff_id: str, now: datetime) -> bool:
        """Take a free expert for one call; only one process gets them."""
        return self.change(staff_id, "free", "ringing", now, free_at=None)

    def back(self, staff_id: str, now: datetime) -> bool:
        """The call came to nothing: to what was left of the time after the last one, else free."""
        row = self.get(staff_id)
        resting = row is not None and row["free_at"] is not None and row["free_at"] > now
        return self.change(staff_id, ("ringing", "talking"), "after_call" if resting else FREED, now)

    def release(self, staff_id: str, now: datetime) -> bool:
        """Rung in vain: free again."""
        return self.change(staff_id, "ringing", FREED, now)

    def later(self, staff_id: str, afterwards: str | None) -> bool:
        """Asked for while they have a case (or just had one): what they are afterwards; None: nothing."""
        busy = (STAFF.c.id == staff_id) & STAFF.c.status.in_(IN_BETWEEN)
        with self._engine.begin() as db:
            wanted = update(STAFF).where(busy).values(afterwards=afterwards, version=STAFF.c.version + 1)
            return db.execute(wanted).rowcount == 1

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
        over = (STAFF.c.status == "after_call") & (STAFF.c.free_at <= now)
        with self._engine.begin() as db:
            keep_span(db, over, now)
            freed = {"status": FREED, "status_since": now, "free_at": None, "afterwards": None}
            return db.execute(update(STAFF).where(over).values(**freed)).rowcount


@cache
def _in_status(statuses: tuple[str, ...]) -> Select[Any]:
    """Asked every second: worded once. The order is the same every time."""
    here = or_(*(STAFF.c.status == status for status in statuses))
    takes_cases = or_(*(STAFF.c.role == role for role in TAKES_CASES))
    wanted = select(STAFF).where(STAFF.c.active, here, takes_cases)
    return wanted.order_by(STAFF.c.status_since, STAFF.c.id)
