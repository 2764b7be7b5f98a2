"""An expert passes the caller on: with a note, preferably to somebody, or to who has another skill."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, RowMapping, update

from bot.clock import Clock
from bot.handover.call_ends import CallEnds, Rows
from bot.handover.case_notes import CaseNotes
from bot.handover.expert_calls import change
from bot.handover.outcomes import CallOutcome
from bot.handover.waits import WAITS

NEWS = "transferred"
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Passing:
    """What the next one must know, and who that should be; `to` is a staff id."""

    note: str = ""
    to: str | None = None
    skill: str | None = None


class PassingOn:
    """Call and wait change in one transaction: after a crash it is still known where the caller should go."""

    def __init__(self, engine: Engine, rows: Rows, ends: CallEnds, clock: Clock) -> None:
        self._engine = engine
        self._rows = rows
        self._ends = ends
        self._notes = CaseNotes(engine)
        self._clock = clock

    def pass_on(self, call: RowMapping, was: tuple[str, ...], passing: Passing) -> bool:
        """False when the call was over already, or is not in one of these statuses."""
        wait, now = self._rows.waits.get(call["wait_id"]), self._clock.now()
        live = self._rows.calls.get(call["id"])
        if wait is None or live is None or live["status"] not in was:
            return False
        note = passing.note.strip()[:LONGEST_NOTE]
        if note:
            self._notes.add(wait["handover_id"], "passed_on", note, call["id"], now)
        self._rows.calls.end_hold(call["id"], now)
        over = {"status": "over", "outcome": CallOutcome.TRANSFERRED.value, "ended_at": now}
        with self._engine.begin() as db:
            if not change(db, call["id"], was, **over, note=note or None):
                return False
            _to_front(db, wait, call["staff_id"], passing)
        self._ends.carry_out(call["id"])
        return True


def _to_front(db: Connection, wait: RowMapping, by: str, passing: Passing) -> None:
    """Before all others of the same priority; whoever passes on is not asked again."""
    not_experts = sorted({*wait["not_experts"], by} - {passing.to})
    values = {"status": "waiting", "first": True, "news": NEWS, "not_experts": not_experts}
    values |= {"last_expert_id": passing.to} if passing.to else {}
    values |= {"skill": passing.skill} if passing.skill else {}
    still = (WAITS.c.id == wait["id"]) & WAITS.c.status.in_(("talking", "ringing"))
    theirs = update(WAITS).where(still, WAITS.c.outcome.is_(None))
    db.execute(theirs.values(version=WAITS.c.version + 1, **values))
