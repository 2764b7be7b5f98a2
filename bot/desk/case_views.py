"""Who looked at which sensitive case, and who had which masked field shown; kept in the audit trail."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, select

from bot.staff.audit import AUDIT, Audit

VIEWED, SHOWN = "case_viewed", "field_shown"
# One look is not written down again for so long, however often the page asks for news.
SAME_LOOK = timedelta(minutes=10)


class CaseViews:
    """Reads and writes the entries; ids and names of fields, never what stood in them."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def note(self, staff_id: str, case_id: str, now: datetime) -> None:
        """They look at a sensitive case."""
        recent = _entries(staff_id, case_id, VIEWED, now - SAME_LOOK)
        with self._engine.connect() as db:
            known = db.execute(recent.limit(1)).first() is not None
        if not known:
            self._audit.note(staff_id, VIEWED, _about(case_id), now)

    def show(self, staff_id: str, case_id: str, field: str, now: datetime) -> None:
        """They had a masked field shown."""
        self._audit.note(staff_id, SHOWN, _about(case_id), now, field=field)

    def shown(self, staff_id: str, case_id: str, since: datetime) -> frozenset[str]:
        """The fields they had shown since then."""
        with self._engine.connect() as db:
            entries = db.execute(_entries(staff_id, case_id, SHOWN, since)).scalars().all()
        return frozenset(str(data["field"]) for data in entries)


def _about(case_id: str) -> str:
    return f"case:{case_id}"


def _entries(staff_id: str, case_id: str, what: str, since: datetime) -> Select[Any]:
    theirs = (AUDIT.c.about == _about(case_id)) & (AUDIT.c.staff_id == staff_id)
    return select(AUDIT.c.data).where(theirs, AUDIT.c.what == what, AUDIT.c.at >= since)
