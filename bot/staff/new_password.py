"""Choosing a password of one's own."""

from datetime import datetime

from sqlalchemy import Engine, select, update

from bot.errors import NotPossible
from bot.handover.experts import STAFF
from bot.staff.audit import Audit
from bot.staff.lockout import Attempts
from bot.staff.passwords import hashed, matches
from bot.staff.sessions import Sessions
from bot.staff.sign_in import LONGEST_PASSWORD, folded

SHORTEST = 12
# A shorter part of a name stands in too many words.
TELLING = 4


def weakness(password: str, name: str, company: str) -> str | None:
    """Why nobody may choose this password; None when it will do."""
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST_PASSWORD:
        return "password_long"
    if len(set(password)) < SHORTEST // 2:
        return "password_simple"
    if _tells(password, name):
        return "password_like_name"
    return "password_like_company" if _tells(password, company) else None


class NewPasswords:
    """Changes them; whoever had an older one open somewhere is signed out there."""

    def __init__(self, engine: Engine, sessions: Sessions, audit: Audit, company: str) -> None:
        self._engine = engine
        self._attempts = Attempts(engine)
        self._sessions = sessions
        self._audit = audit
        self._company = company

    def change(self, staff_id: str, old: str, new: str, now: datetime) -> str:
        """The token of a new session in place of all there were; raises NotPossible naming what is wrong."""
        self.check(staff_id, old, now)
        with self._engine.connect() as db:
            row = db.execute(select(STAFF).where(STAFF.c.id == staff_id)).mappings().one()
        weak = weakness(new, row["name"], self._company)
        if weak or matches(row["password_hash"], new):
            raise NotPossible(weak or "password_same")
        values = {"password_hash": hashed(new), "must_change": False}
        with self._engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == staff_id).values(**values))
        self._sessions.end_all(staff_id, "password", now)
        self._audit.note(staff_id, "password_changed", f"staff:{staff_id}", now)
        return self._sessions.start(staff_id, now)

    def check(self, staff_id: str, password: str, now: datetime) -> None:
        """Raises NotPossible unless it is theirs; guessing here is slowed down as at the door."""
        if not self._attempts.charge(staff_id, now):
            raise NotPossible("password_wrong")
        with self._engine.connect() as db:
            stored = db.execute(select(STAFF.c.password_hash).where(STAFF.c.id == staff_id)).scalar_one()
        if not matches(stored, password[:LONGEST_PASSWORD]):
            self._audit.note(staff_id, "password_check_failed", f"staff:{staff_id}", now)
            raise NotPossible("password_wrong")
        self._attempts.clear(staff_id)


def _tells(password: str, name: str) -> bool:
    plain = _letters(password)
    parts = [_letters(name), *(part for part in map(_letters, name.split()) if len(part) >= TELLING)]
    return any(part and part in plain for part in parts)


def _letters(text: str) -> str:
    return "".join(one for one in folded(text) if one.isalnum())
