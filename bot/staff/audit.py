"""The audit trail: who of the staff did or looked at what. References only, never content."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from bot.store.database import table_of
from bot.store.desk_tables import AuditRow

AUDIT = table_of(AuditRow)


class Audit:
    """Append-only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, staff_id: str | None, what: str, about: str | None, at: datetime, **data: Any) -> None:
        """One entry in a transaction of its own; `about` like "case:…", `data` codes and ids, no content."""
        with self._engine.begin() as db:
            append(db, staff_id, what, about, at, **data)

    def entries(
        self, staff_id: str | None = None, about: str | None = None, last: int = 100
    ) -> list[RowMapping]:
        """The newest `last` of them, oldest first: of one person, about one thing, or all."""
        newest = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(last)
        if staff_id is not None:
            newest = newest.where(AUDIT.c.staff_id == staff_id)
        if about is not None:
            newest = newest.where(AUDIT.c.about == about)
        with self._engine.connect() as db:
            return list(db.execute(newest).mappings())[::-1]


def append(
    db: Connection, staff_id: str | None, what: str, about: str | None, at: datetime, **data: Any
) -> None:
    """One entry in the transaction of what is done."""
    values = {"at": at, "staff_id": staff_id, "what": what, "about": about, "data": data}
    db.execute(insert(AUDIT).values(**values))
