"""Signing in: name and password, a code where somebody has a second factor; nothing is given away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, select, update

from bot.handover.experts import STAFF
from bot.staff.audit import Audit
from bot.staff.lockout import Attempts
from bot.staff.passwords import hashed, matches, outdated, stand_in
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Sessions

LONGEST_PASSWORD = 200


@dataclass(frozen=True)
class SignInParts:
    """What signing in is made of."""

    sessions: Sessions
    attempts: Attempts
    factors: SecondFactors
    audit: Audit


class SignIn:
    """Whatever is wrong - name, password, account, code, too many attempts - the answer is None."""

    def __init__(self, engine: Engine, parts: SignInParts) -> None:
        self._engine = engine
        self._parts = parts

    def by_password(self, name: str, password: str, now: datetime) -> RowMapping | None:
        """The account this name and password open; not signed in yet."""
        row = self._named(name)
        open_ = row is not None and row["active"] and self._parts.attempts.charge(row["id"], now)
        right = matches(row["password_hash"] if row and open_ else stand_in(), password[:LONGEST_PASSWORD])
        if row is None or not open_ or not right:
            self._failed(row, "password", now)
            return None
        self._parts.attempts.refund(row["id"])
        if outdated(row["password_hash"]):
            self._rehash(row, password)
        return row

    def by_code(self, staff_id: str, code: str, now: datetime) -> RowMapping | None:
        """The account, once the second factor's code or a recovery code fits too."""
        row = self._one(STAFF.c.id == staff_id)
        if row is None or not row["active"] or not self._parts.attempts.charge(staff_id, now):
            return None
        if self._parts.factors.fits(row, code):
            return row
        if self._parts.factors.recovers(row, code, now):
            self._parts.audit.note(staff_id, "recovery_code_used", f"staff:{staff_id}", now)
            return row
        self._failed(row, "code", now)
        return None

    def enter(self, row: RowMapping, now: datetime) -> str:
        """Signed in from now on: the token of the new session."""
        self._parts.attempts.clear(row["id"])
        token = self._parts.sessions.start(row["id"], now)
        self._parts.audit.note(row["id"], "signed_in", f"staff:{row['id']}", now)
        return token

    def _named(self, name: str) -> RowMapping | None:
        wanted = folded(name)
        with self._engine.connect() as db:
            people = db.execute(select(STAFF)).mappings().all()
        found = [row for row in people if folded(row["name"]) == wanted or row["id"] == name.strip()]
        return found[0] if len(found) == 1 else None

    def _one(self, which: Any) -> RowMapping | None:
        with self._engine.connect() as db:
            return db.execute(select(STAFF).where(which)).mappings().first()

    def _failed(self, row: RowMapping | None, step: str, now: datetime) -> None:
        about = f"staff:{row['id']}" if row else None
        closed = row is not None and self._parts.attempts.closed(row["id"], now)
        self._parts.audit.note(None, "sign_in_failed", about, now, step=step)
        if closed:
            self._parts.audit.note(None, "locked_out", about, now)

    def _rehash(self, row: RowMapping, password: str) -> None:
        mine = update(STAFF).where(STAFF.c.id == row["id"], STAFF.c.password_hash == row["password_hash"])
        with self._engine.begin() as db:
            db.execute(mine.values(password_hash=hashed(password[:LONGEST_PASSWORD])))


def folded(name: str) -> str:
    """A name as it is compared: in any case, with any blanks."""
    return " ".join(name.split()).casefold()
