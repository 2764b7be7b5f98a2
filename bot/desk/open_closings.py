"""Talks that are over and nobody has said how they ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, select

from bot.clock import Clock
from bot.conversation.record import EVENTS
from bot.desk.closing_rows import CLOSINGS
from bot.desk.had_case import LEFT
from bot.handover.cases import HANDOVERS
from bot.handover.expert_calls import CALLS
from bot.handover.experts import STAFF
from bot.handover.outcomes import CallOutcome
from bot.handover.waits import WAITS
from bot.staff.person import LEADS

# What nobody has closed by then nobody remembers.
LOOK_BACK = timedelta(days=14)
# Their part was no part: somebody else goes on with it.
NOT_ENDED = ("taken", "released", "expert_gone")
EXPERT = "expert"


@dataclass(frozen=True)
class OpenClosing:
    """A talk to be closed; `outcome` of the call, or why the thread was left."""

    case_id: str
    case_number: str
    wait_id: str
    staff_id: str
    channel: str
    priority: str
    ended_at: datetime
    outcome: str


class OpenClosings:
    """Reads only."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, staff_id: str) -> list[OpenClosing]:
        """Of this person, the latest talk first."""
        return self._read(staff_id)

    def all(self) -> list[OpenClosing]:
        """Of everybody."""
        return self._read(None)

    def of_case(self, case_id: str, staff_id: str) -> OpenClosing | None:
        """The latest of this person in this case."""
        return next((one for one in self.of(staff_id) if one.case_id == case_id), None)

    def _read(self, staff_id: str | None) -> list[OpenClosing]:
        since = self._clock.now() - LOOK_BACK
        with self._engine.connect() as db:
            talks = [*_calls(db, staff_id, since), *_threads(db, staff_id, since)]
            closed = _closed(db, {talk.wait_id for talk in talks})
        found = {(talk.wait_id, talk.staff_id): talk for talk in sorted(talks, key=lambda one: one.ended_at)}
        open_ones = [talk for talk in found.values() if not _is_closed(talk, closed)]
        return sorted(open_ones, key=lambda one: one.ended_at, reverse=True)


def _calls(db: Connection, staff_id: str | None, since: datetime) -> list[OpenClosing]:
    """By phone; who lost the line may get the caller back, and then it is the same talk."""
    over = CALLS.c.joined_at.is_not(None) & (CALLS.c.ended_at > since)
    query = _with_case(CALLS.c.staff_id, CALLS.c.ended_at, CALLS.c.outcome)
    query = query.join(CALLS, CALLS.c.wait_id == WAITS.c.id).where(over)
    rows = db.execute(query if staff_id is None else query.where(CALLS.c.staff_id == staff_id)).mappings()
    return [_talk(row) for row in rows if not _goes_on(row)]


def _goes_on(row: RowMapping) -> bool:
    dropped = row["outcome"] == CallOutcome.DROPPED_IN_CALL and row["status"] != "over"
    again = row["status"] == "talking" and row["last_expert_id"] == row["staff_id"]
    return dropped or (again and row["wait_outcome"] is None)


def _threads(db: Connection, staff_id: str | None, since: datetime) -> list[OpenClosing]:
    """By text message: every change of hands is an event, the last one of each expert counts."""
    left = (EVENTS.c.what == LEFT) & (EVENTS.c.at > since) & (EVENTS.c.who == EXPERT)
    query = select(EVENTS.c.at, EVENTS.c.data).where(left).order_by(EVENTS.c.id)
    if staff_id is not None:
        query = query.where(EVENTS.c.data["staff"].as_string() == staff_id)
    last = {(data["wait"], data["staff"]): (at, data["because"]) for at, data in db.execute(query)}
    ended = {key: told for key, told in last.items() if told[1] not in NOT_ENDED}
    cases = _cases_of(db, {wait_id for wait_id, _ in ended})
    return [
        _talk(cases[wait_id], staff_id=who, ended_at=at, outcome=because)
        for (wait_id, who), (at, because) in ended.items()
    ]


def _cases_of(db: Connection, wait_ids: set[str]) -> dict[str, RowMapping]:
    rows = db.execute(_with_case().where(WAITS.c.id.in_(wait_ids))).mappings()
    return {row["wait_id"]: row for row in rows}


def _with_case(*more: Any) -> Select[Any]:
    wait = (WAITS.c.channel, WAITS.c.priority, WAITS.c.status, WAITS.c.last_expert_id)
    named = (WAITS.c.id.label("wait_id"), WAITS.c.outcome.label("wait_outcome"))
    case = (HANDOVERS.c.id.label("case_id"), HANDOVERS.c.case_number)
    return select(*case, *wait, *named, *more).join_from(
        WAITS, HANDOVERS, HANDOVERS.c.id == WAITS.c.handover_id
    )


def _talk(row: RowMapping, **told: Any) -> OpenClosing:
    names = OpenClosing.__dataclass_fields__
    return OpenClosing(**{name: told[name] if name in told else row[name] for name in names})


def _closed(db: Connection, wait_ids: Iterable[str]) -> list[RowMapping]:
    who = select(CLOSINGS.c.wait_id, CLOSINGS.c.staff_id, CLOSINGS.c.at, STAFF.c.role)
    mine = who.join(STAFF, STAFF.c.id == CLOSINGS.c.staff_id).where(CLOSINGS.c.wait_id.in_(set(wait_ids)))
    return list(db.execute(mine).mappings())


def _is_closed(talk: OpenClosing, closed: Iterable[RowMapping]) -> bool:
    """By themselves, before or after the end; or by a lead in their place, afterwards."""
    mine = [row for row in closed if row["wait_id"] == talk.wait_id]
    return any(
        row["staff_id"] == talk.staff_id or (row["role"] in LEADS and row["at"] >= talk.ended_at)
        for row in mine
    )
