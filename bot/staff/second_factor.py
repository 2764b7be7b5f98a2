"""A second factor: six digits an authenticator app shows, good for one sign-in each."""

import base64
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest
from typing import Any

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, RowMapping, or_, select, update

from bot.clock import system_time
from bot.errors import NotPossible
from bot.handover.experts import STAFF
from bot.staff.keys import SECOND_FACTORS, key_for
from bot.staff.recovery_codes import RecoveryCodes

STEP_S, WINDOW = 30, 1


class SecondFactors:
    """`moment` is the machine's time even in a simulated morning: the apps go by it too."""

    def __init__(self, engine: Engine, secret: str, moment: Callable[[], datetime] = system_time) -> None:
        self._engine = engine
        self._lock = Fernet(base64.urlsafe_b64encode(key_for(SECOND_FACTORS, secret)))
        self._moment = moment
        self.recovery = RecoveryCodes(engine, secret)

    def begin(self, staff_id: str) -> None:
        """A new secret, not asked for until a code has shown that it arrived in an app."""
        locked = self._lock.encrypt(pyotp.random_base32().encode()).decode()
        mine = update(STAFF).where(STAFF.c.id == staff_id, STAFF.c.totp_confirmed_at.is_(None))
        with self._engine.begin() as db:
            if not db.execute(mine.values(totp_secret=locked, totp_last_step=None)).rowcount:
                raise NotPossible("second_factor_there")

    def secret(self, staff_id: str) -> str | None:
        """The secret, only as long as it is not confirmed."""
        row = self._row(staff_id)
        return None if row["totp_confirmed_at"] else self._opened(row)

    def confirm(self, staff_id: str, code: str, now: datetime) -> list[str]:
        """On from now on; the recovery codes. Raises NotPossible when the code does not fit."""
        row = self._row(staff_id)
        if row["totp_confirmed_at"]:
            raise NotPossible("second_factor_there")
        if not self._fits(row, code):
            raise NotPossible("wrong_code")
        self._set(staff_id, totp_confirmed_at=now)
        return self.recovery.renew(staff_id, now)

    def fits(self, row: RowMapping, code: str) -> bool:
        """Whether this code is right now, and was not used before."""
        return bool(row["totp_confirmed_at"]) and self._fits(row, code)

    def recovers(self, row: RowMapping, code: str, now: datetime) -> bool:
        """Whether it is an unused recovery code, which it is no more."""
        return bool(row["totp_confirmed_at"]) and self.recovery.use(row["id"], code, now)

    def off(self, staff_id: str) -> None:
        """No second factor any more."""
        self._set(staff_id, totp_secret=None, totp_confirmed_at=None, totp_last_step=None)
        self.recovery.forget(staff_id)

    def _fits(self, row: RowMapping, code: str) -> bool:
        secret, typed = self._opened(row), "".join(code.split())
        if secret is None or not (typed.isascii() and typed.isdigit()):
            return False
        app, step = pyotp.TOTP(secret, interval=STEP_S), int(self._moment().timestamp()) // STEP_S
        near = range(step - WINDOW, step + WINDOW + 1)
        right = [one for one in near if compare_digest(app.at(one * STEP_S), typed)]
        return any(self._use(row["id"], one) for one in right)

    def _use(self, staff_id: str, step: int) -> bool:
        unused = or_(STAFF.c.totp_last_step.is_(None), STAFF.c.totp_last_step < step)
        with self._engine.begin() as db:
            used = db.execute(update(STAFF).where(STAFF.c.id == staff_id, unused).values(totp_last_step=step))
        return used.rowcount == 1

    def _opened(self, row: RowMapping) -> str | None:
        try:
            return self._lock.decrypt(row["totp_secret"].encode()).decode() if row["totp_secret"] else None
        except InvalidToken:
            # Locked with another SECRET_KEY: nobody gets in with it; somebody in charge turns it off.
            return None

    def _row(self, staff_id: str) -> RowMapping:
        with self._engine.connect() as db:
            return db.execute(select(STAFF).where(STAFF.c.id == staff_id)).mappings().one()

    def _set(self, staff_id: str, **values: Any) -> None:
        with self._engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == staff_id).values(**values))
