"""The promise ledger: every promise has an owner, a deadline and an outcome; overdue means broken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, bindparam, exists, or_, select, update

from bot.clock import Clock
from bot.conversation.record import Record
from bot.errors import HandoverError
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.waits import OPEN, WAITS

LOOK_AGAIN_S = 20.0
CALLBACK = "callback"


class PromiseOutcome(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    # The window passed without the call, or the day without the answer; a person still owes it.
    BROKEN = "broken"
    # The caller no longer wanted it, or must not be called.
    CANCELLED = "cancelled"
    # Called as promised, and nobody ever answered.
    UNREACHED = "unreached"


Settled = Callable[[str, str], None]


def _with_case() -> Select[Any]:
    case = (HANDOVERS.c.case_number, HANDOVERS.c.conversation_id)
    return select(PROMISES, *case).join(HANDOVERS, HANDOVERS.c.id == PROMISES.c.handover_id)


# Asked every second: worded once.
DUE = (
    _with_case()
    .where(PROMISES.c.outcome == PromiseOutcome.OPEN, PROMISES.c.kind == bindparam("kind"))
    .where(PROMISES.c.due_from <= bindparam("moment"))
    .where(or_(PROMISES.c.next_try_at.is_(None), PROMISES.c.next_try_at <= bindparam("moment")))
    .where(~exists().where(WAITS.c.promise_id == PROMISES.c.id, WAITS.c.status.in_(OPEN)))
    .order_by(PROMISES.c.due_by, PROMISES.c.id)
)


class Promises:
    """Reads and settles promises; `settled` is told kind and outcome of each."""

    def __init__(self, engine: Engine, record: Record, settled: Settled = lambda kind, outcome: None) -> None:
        self._engine = engine
        self._record = record
        self._settled = settled

    def get(self, promise_id: int) -> RowMapping | None:
        """One promise, with its case's number and conversation."""
        return self._first(_with_case().where(PROMISES.c.id == promise_id))

    def open(self) -> list[RowMapping]:
        """All that is still owed, the most urgent first."""
        return self._all(_with_case().where(PROMISES.c.outcome == PromiseOutcome.OPEN))

    def due(self, now: datetime, kind: str = CALLBACK) -> list[RowMapping]:
        """What is to be done now and nobody is at: its window has begun, no later try was agreed on."""
        with self._engine.connect() as db:
            return list(db.execute(DUE, {"kind": kind, "moment": now}).mappings())

    def attempted(self, promise_id: int, now: datetime, next_try_at: datetime | None = None) -> int:
        """One more call was made; the first one after the window breaks the promise. Says how many so far."""
        row = self.get(promise_id)
        if row and row["attempts"] == 0 and now > row["due_by"]:
            self.settle(promise_id, PromiseOutcome.BROKEN, now)
        mine = update(PROMISES).where(PROMISES.c.id == promise_id)
        once_more = mine.values(attempts=PROMISES.c.attempts + 1, next_try_at=next_try_at)
        with self._engine.begin() as db:
            return int(db.execute(once_more.returning(PROMISES.c.attempts)).scalar_one())

    def settle(self, promise_id: int, outcome: PromiseOutcome, now: datetime) -> PromiseOutcome:
        """Settle an open promise for good; says what it now is, which may be what it was before.

        What was done only after its deadline is broken, whatever is said of it. Raises HandoverError for a
        promise nobody made.
        """
        with self._engine.begin() as db:
            found = self.settle_in(db, promise_id, outcome, now)
        # Somebody else was quicker: what it is now stands in the store.
        return found or self.settle(promise_id, outcome, now)

    def settle_in(
        self, db: Connection, promise_id: int, outcome: PromiseOutcome, now: datetime
    ) -> PromiseOutcome | None:
        """The same in a transaction of the caller's; None when somebody else was quicker."""
        row = db.execute(_with_case().where(PROMISES.c.id == promise_id)).mappings().first()
        if row is None:
            raise HandoverError(f"no promise {promise_id}")
        if row["outcome"] != PromiseOutcome.OPEN:
            return PromiseOutcome(row["outcome"])
        true = PromiseOutcome.BROKEN if _too_late(row, outcome, now) else outcome
        if not self._close(db, row, true, now):
            return None
        self._settled(row["kind"], true.value)
        return true

    def break_overdue(self, now: datetime) -> list[RowMapping]:
        """Break what was not even tried by its deadline; those rows, for whoever must hear of it."""
        late = (PROMISES.c.outcome == PromiseOutcome.OPEN) & (PROMISES.c.due_by < now)
        untried = self._all(_with_case().where(late, PROMISES.c.attempts == 0))
        broken = PromiseOutcome.BROKEN
        return [row for row in untried if self.settle(row["id"], broken, now) is broken]

    def _close(self, db: Connection, row: RowMapping, outcome: PromiseOutcome, now: datetime) -> bool:
        """False when somebody else was quicker."""
        mine = update(PROMISES).where(PROMISES.c.id == row["id"], PROMISES.c.outcome == PromiseOutcome.OPEN)
        values = {"outcome": outcome.value, "settled_at": now, "next_try_at": None}
        if db.execute(mine.values(**values)).rowcount != 1:
            return False
        if outcome is PromiseOutcome.BROKEN:
            # Somebody must see it again: the case is no longer one that only waits for its day.
            case = update(HANDOVERS).where(HANDOVERS.c.id == row["handover_id"])
            db.execute(case.where(HANDOVERS.c.status == "promised").values(status="open"))
        talk = self._record.by_id(row["conversation_id"])
        if talk:
            data = {"promise": row["id"], "kind": row["kind"]}
            self._record.event(talk, "hotline", f"promise_{outcome.value}", data, db)
        return True

    def _all(self, query: Select[Any]) -> list[RowMapping]:
        with self._engine.connect() as db:
            return list(db.execute(query.order_by(PROMISES.c.due_by, PROMISES.c.id)).mappings())

    def _first(self, query: Select[Any]) -> RowMapping | None:
        with self._engine.connect() as db:
            return db.execute(query).mappings().first()


@dataclass(frozen=True)
class PromiseWatch:
    """Breaks what is overdue, all the time; `alarm` is told the case's number and the kind of promise."""

    promises: Promises
    clock: Clock
    alarm: Callable[[str, str], None] = lambda case, kind: None

    def work(self) -> float:
        """What is due now; says in how many seconds to look again."""
        for row in self.promises.break_overdue(self.clock.now()):
            self.alarm(row["case_number"], row["kind"])
        return LOOK_AGAIN_S


def is_overdue(row: RowMapping, now: datetime) -> bool:
    """Whether its time is over without a call; who was called and did not answer is called again later."""
    return bool(row["outcome"] == PromiseOutcome.OPEN and row["attempts"] == 0 and row["due_by"] < now)


def _too_late(row: RowMapping, outcome: PromiseOutcome, now: datetime) -> bool:
    """A call counts by when it was begun: who was called within the window was called as promised."""
    done = outcome in (PromiseOutcome.KEPT, PromiseOutcome.UNREACHED)
    return done and row["attempts"] == 0 and now > row["due_by"]
