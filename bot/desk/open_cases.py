"""Cases that are open although nobody waits and nothing is promised: somebody has to look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, exists, func, select

from bot.desk.closing_rows import CLOSINGS
from bot.desk.dispositions import OPEN as STILL_OPEN
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.promises import PromiseOutcome
from bot.handover.waits import OPEN, WAITS

PAGE = 50


@dataclass(frozen=True)
class OpenCase:
    """One of them; `disposition` is how it was closed last, None if it never was."""

    id: str
    number: str
    reason: str
    priority: str
    skill: str
    created_at: datetime
    disposition: str | None


class OpenCases:
    """Reads only; the most urgent and oldest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self) -> int:
        """How many there are."""
        with self._engine.connect() as db:
            return int(db.execute(_left(func.count())).scalar_one())

    def page(self, skip: int = 0) -> list[OpenCase]:
        """So many of them."""
        query = _left(HANDOVERS).order_by(HANDOVERS.c.priority, HANDOVERS.c.created_at, HANDOVERS.c.id)
        with self._engine.connect() as db:
            rows = db.execute(query.offset(skip).limit(PAGE)).mappings().all()
            last = _last(db, [row["id"] for row in rows])
        return [_shown(row, last.get(row["id"])) for row in rows]


def _left(*columns: Any) -> Select[Any]:
    waits = exists().where(WAITS.c.handover_id == HANDOVERS.c.id, WAITS.c.status.in_(OPEN))
    owed = exists().where(PROMISES.c.handover_id == HANDOVERS.c.id, PROMISES.c.outcome == PromiseOutcome.OPEN)
    return select(*columns).select_from(HANDOVERS).where(HANDOVERS.c.status == STILL_OPEN, ~waits, ~owed)


def _last(db: Connection, case_ids: Sequence[str]) -> dict[str, str]:
    mine = select(CLOSINGS.c.handover_id, CLOSINGS.c.disposition).where(CLOSINGS.c.handover_id.in_(case_ids))
    return {row[0]: row[1] for row in db.execute(mine.order_by(CLOSINGS.c.at, CLOSINGS.c.id))}


def _shown(row: RowMapping, disposition: str | None) -> OpenCase:
    skill = (row["packet"].get("routing") or {}).get("skill", "")
    case = (row["id"], row["case_number"], row["reason"], row["priority"], skill)
    return OpenCase(*case, row["created_at"], disposition)
