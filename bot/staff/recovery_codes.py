"""Codes that let somebody in once each, should they lose their second factor."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from bot.staff.keys import RECOVERY_CODES, key_for
from bot.staff.passwords import ALPHABET
from bot.store.database import table_of
from bot.store.staff_tables import RecoveryCodeRow

CODES = table_of(RecoveryCodeRow)
HOW_MANY, GROUPS, GROUP = 10, 3, 4


class RecoveryCodes:
    """The `staff_recovery_codes` table; the codes themselves are shown once and kept nowhere."""

    def __init__(self, engine: Engine, secret: str) -> None:
        self._engine = engine
        self._key = key_for(RECOVERY_CODES, secret)

    def renew(self, staff_id: str, now: datetime) -> list[str]:
        """Ten new ones (59 bits each) in place of those there were."""
        codes = [_made() for _ in range(HOW_MANY)]
        rows = [
            {"staff_id": staff_id, "code_hash": self._hash(staff_id, one), "created_at": now} for one in codes
        ]
        with self._engine.begin() as db:
            forget_codes(db, staff_id)
            db.execute(insert(CODES), rows)
        return codes

    def use(self, staff_id: str, typed: str, now: datetime) -> bool:
        """Whether it was one of theirs and unused; from now on it is used."""
        mine = (CODES.c.staff_id == staff_id) & (CODES.c.code_hash == self._hash(staff_id, typed))
        with self._engine.begin() as db:
            used = db.execute(update(CODES).where(mine, CODES.c.used_at.is_(None)).values(used_at=now))
        return used.rowcount == 1

    def left(self, staff_id: str) -> int:
        """How many can still be used."""
        unused = (CODES.c.staff_id == staff_id) & CODES.c.used_at.is_(None)
        with self._engine.connect() as db:
            return db.execute(select(func.count()).select_from(CODES).where(unused)).scalar_one()

    def forget(self, staff_id: str) -> None:
        """There is no second factor any more."""
        with self._engine.begin() as db:
            forget_codes(db, staff_id)

    def _hash(self, staff_id: str, typed: str) -> str:
        plain = "".join(one for one in typed.lower() if one.isalnum())
        return hmac.new(self._key, f"{staff_id}:{plain}".encode(), hashlib.sha256).hexdigest()


def forget_codes(db: Connection, staff_id: str) -> None:
    """In the transaction of what makes them useless."""
    db.execute(delete(CODES).where(CODES.c.staff_id == staff_id))


def _made() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
