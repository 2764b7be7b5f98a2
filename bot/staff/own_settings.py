"""How the pages look and sound to somebody, and how they are reached."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, select, update

from bot.errors import NotPossible
from bot.handover.experts import STAFF
from bot.staff.audit import Audit

CHOICES: dict[str, tuple[str, ...]] = {"language": ("de", "en"), "theme": ("auto", "light", "dark")}
# Off only where somebody said so.
SWITCHES = ("shortcuts", "sound", "notifications")
REACHED = ("phone", "browser")


class OwnSettings:
    """The columns `interface` and `reached_by` of somebody's own account."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def of(self, staff_id: str) -> RowMapping:
        """Their row of `staff`."""
        with self._engine.connect() as db:
            return db.execute(select(STAFF).where(STAFF.c.id == staff_id)).mappings().one()

    def change(self, staff_id: str, form: Mapping[str, str], now: datetime) -> None:
        """As the form says; a switch that is not named is off. Raises NotPossible for what is no choice."""
        row = self.of(staff_id)
        chosen: dict[str, Any] = {name: _one_of(form.get(name), there) for name, there in CHOICES.items()}
        chosen |= {name: bool(form.get(name)) for name in SWITCHES}
        reached_by = _one_of(form.get("reached_by", row["reached_by"]), REACHED)
        if reached_by == "phone" and not row["phone"] and row["reached_by"] != "phone":
            raise NotPossible("no_phone")
        interface = dict(row["interface"] or {}) | chosen
        mine = update(STAFF).where(STAFF.c.id == staff_id)
        with self._engine.begin() as db:
            db.execute(mine.values(interface=interface, reached_by=reached_by))
        self._audit.note(staff_id, "settings_changed", f"staff:{staff_id}", now, reached_by=reached_by)


def _one_of(wanted: str | None, there: tuple[str, ...]) -> str:
    if wanted not in there:
        raise NotPossible("no_such_choice")
    return wanted
