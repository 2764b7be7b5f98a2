"""Who is signed in with which browser: kept here, so that it can be ended here."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select, update

from bot.handover.experts import STAFF
from bot.store.database import table_of
from bot.store.desk_tables import StaffSessionRow

SESSIONS = table_of(StaffSessionRow)
TOKEN_BYTES = 32
# More often it is not written down that somebody is still there.
GRAIN = timedelta(minutes=1)
MINE = (SESSIONS.c.id.label("session_id"), SESSIONS.c.created_at.label("signed_in_at"), SESSIONS.c.seen_at)
SIGNED = select(STAFF, *MINE).join(SESSIONS, SESSIONS.c.staff_id == STAFF.c.id)


@dataclass(frozen=True)
class Lifetimes:
    """How long somebody stays signed in without doing anything, and at all."""

    idle: timedelta
    whole: timedelta


class Sessions:
    """The `staff_sessions` table. Tokens are known only to the browsers."""

    def __init__(self, engine: Engine, lifetimes: Lifetimes) -> None:
        self._engine = engine
        self._lifetimes = lifetimes

    def start(self, staff_id: str, now: datetime) -> str:
        """A new session's token, to be given to the browser and kept nowhere."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {"id": fingerprint(token), "staff_id": staff_id, "created_at": now, "seen_at": now}
        with self._engine.begin() as db:
            db.execute(insert(SESSIONS).values(**values))
        return token

    def signed(self, token: str, now: datetime, active: bool = True) -> RowMapping | None:
        """The row of `staff` with session_id, signed_in_at, seen_at; None when over. Not `active`: a poll."""
        row = self._row(fingerprint(token))
        if row is None:
            return None
        over = self._over(row, now)
        if over:
            self.end(row["session_id"], over, now)
            return None
        if active and now - row["seen_at"] >= GRAIN:
            self._write(row["session_id"], seen_at=now)
        return row

    def of(self, staff_id: str, now: datetime) -> list[RowMapping]:
        """The sessions somebody has now, the newest first."""
        mine = (SESSIONS.c.staff_id == staff_id) & SESSIONS.c.ended_at.is_(None)
        newest = select(SESSIONS).where(mine).order_by(SESSIONS.c.created_at.desc(), SESSIONS.c.id)
        with self._engine.connect() as db:
            rows = db.execute(newest.add_columns(SESSIONS.c.created_at.label("signed_in_at"))).mappings()
            return [row for row in rows if not self._over(row, now)]

    def end(self, session_id: str, because: str, now: datetime, staff_id: str | None = None) -> bool:
        """End one, where a `staff_id` is given only if it is theirs; False when it was over already."""
        whose = {} if staff_id is None else {"staff_id": staff_id}
        return self._end({"id": session_id, **whose}, because, now) == 1

    def end_all(self, staff_id: str, because: str, now: datetime, but: str = "") -> int:
        """End all of somebody's sessions `but` one; how many there were."""
        return self._end({"staff_id": staff_id}, because, now, but)

    def _row(self, session_id: str) -> RowMapping | None:
        mine = (SESSIONS.c.id == session_id) & SESSIONS.c.ended_at.is_(None) & STAFF.c.active
        with self._engine.connect() as db:
            return db.execute(SIGNED.where(mine)).mappings().first()

    def _over(self, row: RowMapping, now: datetime) -> str | None:
        if now - row["signed_in_at"] >= self._lifetimes.whole:
            return "lifetime"
        return "idle" if now - row["seen_at"] >= self._lifetimes.idle else None

    def _write(self, session_id: str, **values: Any) -> None:
        with self._engine.begin() as db:
            db.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(**values))

    def _end(self, whose: dict[str, str], because: str, now: datetime, but: str = "") -> int:
        which = update(SESSIONS).filter_by(**whose).where(SESSIONS.c.ended_at.is_(None), SESSIONS.c.id != but)
        with self._engine.begin() as db:
            return db.execute(which.values(ended_at=now, ended_because=because)).rowcount


def fingerprint(token: str) -> str:
    """What may be stored of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
