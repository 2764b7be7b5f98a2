"""Accounts of staff in the store: made, found, changed; going on and off duty."""

import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import StaffInvalid
from bot.handover.experts import STAFF, TAKES_CASES, Experts
from bot.staff.passwords import first_password, hashed
from bot.staff.wanted import Rules, Wanted, checked

OFF, FREE = "off", "free"
ON_A_CALL = ("ringing", "talking")
PHONE_TAKEN = "phone: another account has this number"


class Accounts:
    """The `staff` table; raises StaffInvalid for whatever is not possible."""

    def __init__(self, engine: Engine, rules: Rules) -> None:
        self._engine = engine
        self._rules = rules

    def add(self, wanted: Wanted, now: datetime, on_duty: bool = False) -> tuple[RowMapping, str]:
        """A new account and its first password, which is nowhere kept."""
        account, password = checked(wanted, self._rules), first_password()
        if on_duty:
            _can_take_cases(account.role, account.phone)
        values: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "password_hash": hashed(password),
            "must_change": True,
        }
        values |= {"status": FREE if on_duty else OFF, "status_since": now, "created_at": now, "active": True}
        self._write(insert(STAFF).values(**_columns(account), **values, version=0))
        return self.find(values["id"]), password

    def all(self) -> list[RowMapping]:
        """Everybody, by name."""
        with self._engine.connect() as db:
            return list(db.execute(select(STAFF).order_by(STAFF.c.name, STAFF.c.id)).mappings())

    def find(self, who: str) -> RowMapping:
        """By id or name (in any case)."""
        name = _folded(who)
        found = [row for row in self.all() if who == row["id"] or name == _folded(row["name"])]
        if not found:
            raise StaffInvalid([f"nobody is called {who!r}"])
        if len(found) > 1:
            ids = ", ".join(row["id"] for row in found)
            raise StaffInvalid([f"{len(found)} people are called {who!r}; say which by id: {ids}"])
        return found[0]

    def change(self, who: str, **changes: Any) -> RowMapping:
        """Another phone, other skills, languages, level or site; what is not named stays."""
        row = self.find(who)
        account = checked(replace(_wanted(row), **changes), self._rules)
        mine = update(STAFF).where(STAFF.c.id == row["id"])
        self._write(mine.values(version=STAFF.c.version + 1, **_columns(account)))
        return self.find(row["id"])

    def new_password(self, who: str) -> str:
        """A first password in place of one that was lost."""
        row, password = self.find(who), first_password()
        mine = update(STAFF).where(STAFF.c.id == row["id"])
        self._write(mine.values(password_hash=hashed(password), must_change=True))
        return password

    def on_duty(self, who: str, now: datetime) -> RowMapping:
        """From now on cases may be given to them."""
        row = self.find(who)
        _can_take_cases(row["role"], row["phone"])
        return self._moved(row, (OFF, "paused"), FREE, now)

    def off_duty(self, who: str, now: datetime) -> RowMapping:
        """No more cases; who is on a call finishes it first."""
        row = self.find(who)
        if row["status"] in ON_A_CALL:
            raise StaffInvalid([f"{row['name']} is on a call; try again afterwards"])
        return self._moved(row, (FREE, "after_call", "paused"), OFF, now)

    def deactivate(self, who: str, now: datetime) -> RowMapping:
        """Nobody signs in or gets cases with this account any more; a call they are in goes on to its end."""
        row = self.find(who)
        self._write(update(STAFF).where(STAFF.c.id == row["id"]).values(active=False))
        with suppress(StaffInvalid):
            self.off_duty(row["id"], now)
        return self.find(row["id"])

    def activate(self, who: str) -> RowMapping:
        """In use again, off duty."""
        row = self.find(who)
        self._write(update(STAFF).where(STAFF.c.id == row["id"]).values(active=True))
        return self.find(row["id"])

    def _moved(self, row: RowMapping, was: tuple[str, ...], to: str, now: datetime) -> RowMapping:
        if row["status"] in was and not Experts(self._engine).change(row["id"], was, to, now, free_at=None):
            raise StaffInvalid([f"{row['name']} was just given a case; try again afterwards"])
        return self.find(row["id"])

    def _write(self, statement: Any) -> None:
        try:
            with self._engine.begin() as db:
                db.execute(statement)
        except IntegrityError as error:
            raise StaffInvalid([PHONE_TAKEN]) from error


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _can_take_cases(role: str, phone: str | None) -> None:
    if role not in TAKES_CASES:
        raise StaffInvalid([f"role: {role} takes no cases, so there is no duty"])
    if not phone:
        raise StaffInvalid(["phone: needed to be on duty"])


def _columns(account: Wanted) -> dict[str, Any]:
    lists = {"skills": list(account.skills), "languages": list(account.languages)}
    return vars(account) | lists


def _wanted(row: RowMapping) -> Wanted:
    return Wanted(**{name: row[name] for name in Wanted.__dataclass_fields__})
