"""Who did or looked at what: the audit trail, for leads; by person, case and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, select

from bot.clock import Clock
from bot.errors import NotPossible
from bot.handover.cases import HANDOVERS
from bot.handover.experts import STAFF
from bot.staff.audit import AUDIT

PAGE = 100
CASE = "case:"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; `before` is the id of the last entry of the page before."""

    staff_id: str = ""
    case_number: str = ""
    day: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Entry:
    """One of them, as shown."""

    id: int
    at: datetime
    who: str | None
    what: str
    case_id: str | None
    case_number: str | None
    about: str | None
    data: Mapping[str, Any]


class AuditView:
    """Reads only; the newest first."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def entries(self, wanted: Wanted) -> list[Entry]:
        """At most a page of them; raises NotPossible for a day that is none."""
        with self._engine.connect() as db:
            query = self._query(db, wanted)
            rows = (
                db.execute(query.order_by(AUDIT.c.id.desc()).limit(PAGE)).mappings().all()
                if query is not None
                else []
            )
            numbers = _numbers(db, rows)
        return [_entry(row, numbers) for row in rows]

    def people(self) -> list[RowMapping]:
        """Everybody there ever was, by name."""
        with self._engine.connect() as db:
            return list(db.execute(select(STAFF.c.id, STAFF.c.name).order_by(STAFF.c.name)).mappings())

    def _query(self, db: Connection, wanted: Wanted) -> Select[Any] | None:
        named = select(AUDIT, STAFF.c.name).outerjoin(STAFF, STAFF.c.id == AUDIT.c.staff_id)
        if wanted.staff_id:
            named = named.where(AUDIT.c.staff_id == wanted.staff_id)
        if wanted.case_number:
            mine = select(HANDOVERS.c.id).where(HANDOVERS.c.case_number == wanted.case_number)
            case_id = db.execute(mine).scalar()
            if case_id is None:
                return None
            named = named.where(AUDIT.c.about == f"{CASE}{case_id}")
        if wanted.day:
            start = self._midnight(wanted.day)
            named = named.where(AUDIT.c.at >= start, AUDIT.c.at < start + timedelta(days=1))
        return named.where(AUDIT.c.id < wanted.before) if wanted.before else named

    def _midnight(self, typed: str) -> datetime:
        try:
            day = date.fromisoformat(typed)
        except ValueError as error:
            raise NotPossible("promise_when") from error
        return datetime.combine(day, datetime.min.time(), tzinfo=self._clock.now().tzinfo)


def _numbers(db: Connection, rows: Sequence[RowMapping]) -> dict[str, str]:
    ids = {row["about"].removeprefix(CASE) for row in rows if (row["about"] or "").startswith(CASE)}
    cases = select(HANDOVERS.c.id, HANDOVERS.c.case_number).where(HANDOVERS.c.id.in_(ids))
    return {row[0]: row[1] for row in db.execute(cases)}


def _entry(row: RowMapping, numbers: Mapping[str, str]) -> Entry:
    about = row["about"] or ""
    case_id = about.removeprefix(CASE) if about.startswith(CASE) else None
    number = numbers.get(case_id) if case_id else None
    return Entry(row["id"], row["at"], row["name"], row["what"], case_id, number, row["about"], row["data"])
