"""Guessing is slowed down: after some failures an account is closed for a while, then for longer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, case, or_, select, update

from bot.handover.experts import STAFF

FREE_FAILURES = 4
LOCKED_FOR = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


def lock_after(failures: int) -> timedelta | None:
    """How long an account stays closed after this many failures in a row."""
    beyond = failures - FREE_FAILURES
    return LOCKED_FOR[min(beyond, len(LOCKED_FOR)) - 1] if beyond > 0 else None


class Attempts:
    """Counts before it is known how an attempt ends, so that guesses made at the same time count too."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def charge(self, staff_id: str, now: datetime) -> bool:
        """Count one attempt as failed; False when the account is closed and nothing may be tried."""
        open_ = or_(STAFF.c.locked_until.is_(None), STAFF.c.locked_until <= now)
        mine = update(STAFF).where(STAFF.c.id == staff_id, open_)
        count = select(STAFF.c.failed_sign_ins).where(STAFF.c.id == staff_id)
        with self._engine.begin() as db:
            if not db.execute(mine.values(failed_sign_ins=STAFF.c.failed_sign_ins + 1)).rowcount:
                return False
            closed = lock_after(db.execute(count).scalar_one())
            if closed:
                lock = update(STAFF).where(STAFF.c.id == staff_id)
                db.execute(lock.values(locked_until=now + closed))
        return True

    def refund(self, staff_id: str) -> None:
        """This attempt was no failure; those before it still count."""
        left = case((STAFF.c.failed_sign_ins > 0, STAFF.c.failed_sign_ins - 1), else_=0)
        self._set(staff_id, failed_sign_ins=left, locked_until=None)

    def clear(self, staff_id: str) -> None:
        """Signed in, or opened by somebody in charge: start anew."""
        self._set(staff_id, failed_sign_ins=0, locked_until=None)

    def closed(self, staff_id: str, now: datetime) -> bool:
        """Whether the account is closed now."""
        until = select(STAFF.c.locked_until).where(STAFF.c.id == staff_id)
        with self._engine.connect() as db:
            found = db.execute(until).scalar_one_or_none()
        return found is not None and found > now

    def _set(self, staff_id: str, **values: Any) -> None:
        with self._engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == staff_id).values(**values))
