"""How many promises were kept, as numerator and denominator; and how many of those called were reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping, case, select

from bot.handover.cases import PROMISES
from bot.handover.promises import CALLBACK, PromiseOutcome

# What is settled after its time, because nobody answered in it, belongs to the day it was due, only there.
COUNTS_AT = case((PROMISES.c.settled_at < PROMISES.c.due_by, PROMISES.c.settled_at), else_=PROMISES.c.due_by)
# What the caller took back does not count.
COUNTS = PROMISES.c.outcome != PromiseOutcome.CANCELLED


@dataclass(frozen=True)
class KeptRate:
    """Of one kind: called (or answered) as promised of all promised; reached of all called."""

    kind: str
    kept: int
    promised: int
    reached: int = 0
    called: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None when nothing was promised."""
        return self.kept / self.promised if self.promised else None


def kept_rates(engine: Engine, since: datetime, until: datetime) -> list[KeptRate]:
    """By kind, of what was settled or fell due in this period."""
    moment, columns = COUNTS_AT, (PROMISES.c.kind, PROMISES.c.outcome, PROMISES.c.attempts)
    with engine.connect() as db:
        rows = list(db.execute(select(*columns).where(COUNTS, moment >= since, moment < until)).mappings())
    return [_rate(kind, [row for row in rows if row["kind"] == kind]) for kind in _kinds(rows)]


def _kinds(rows: Iterable[RowMapping]) -> list[str]:
    return sorted({row["kind"] for row in rows})


def _rate(kind: str, rows: list[RowMapping]) -> KeptRate:
    called = [row for row in rows if kind == CALLBACK and row["attempts"] > 0]
    reached = [row for row in called if row["outcome"] == PromiseOutcome.KEPT]
    return KeptRate(kind, sum(map(_was_kept, rows)), len(rows), len(reached), len(called))


def _was_kept(row: RowMapping) -> bool:
    """Who was called within the window was called as promised, whether or not they answered."""
    if row["outcome"] == PromiseOutcome.KEPT:
        return True
    return bool(row["attempts"]) and row["outcome"] != PromiseOutcome.BROKEN
