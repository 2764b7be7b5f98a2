"""One's own day: the case at hand, what is to be closed, what one has promised, what one had lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, RowMapping, Select, or_, select

from bot.clock import Clock
from bot.conversation.record import EVENTS
from bot.desk.closing_rows import CLOSINGS
from bot.desk.had_case import LEFT
from bot.desk.open_closings import OpenClosing, OpenClosings
from bot.desk.promise_book import Owed, PromiseBook
from bot.handover.cases import HANDOVERS
from bot.handover.expert_calls import CALLS, LIVE
from bot.handover.waits import WAITS
from bot.staff.person import Person

LATELY = timedelta(days=7)
MOST = 50


@dataclass(frozen=True)
class Had:
    """A case one had; `disposition` is how one closed it last, None while one has not."""

    case_id: str
    case_number: str
    reason: str
    channel: str
    at: datetime
    disposition: str | None


@dataclass(frozen=True)
class Mine:
    """All of it."""

    now: Sequence[RowMapping]
    unclosed: Sequence[OpenClosing]
    due: Sequence[Owed]
    later: Sequence[Owed]
    had: Sequence[Had]


class MyDay:
    """Reads only, and only what is this person's own."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._unclosed = OpenClosings(engine, clock)
        self._book = PromiseBook(engine, clock)

    def of(self, person: Person) -> Mine:
        """As it is now."""
        since = self._clock.now() - LATELY
        with self._engine.connect() as db:
            now, had = _at_hand(db, person.id), _had(db, person.id, since)
        unclosed = self._unclosed.of(person.id)
        return Mine(now, unclosed, self._book.due(person), self._book.later(person), had)


def _at_hand(db: Connection, staff_id: str) -> list[RowMapping]:
    """Their phone rings for it, or they talk or write."""
    rung = select(CALLS.c.wait_id).where(CALLS.c.staff_id == staff_id, CALLS.c.status.in_(LIVE))
    texting = (WAITS.c.status == "talking") & (WAITS.c.last_expert_id == staff_id)
    theirs = or_(WAITS.c.id.in_(rung), texting & (WAITS.c.channel == "sms"))
    mine = _waits().where(theirs, WAITS.c.status != "over")
    return list(db.execute(mine.order_by(WAITS.c.answered_at)).mappings())


def _waits() -> Select[tuple[object, ...]]:
    wait = (WAITS.c.id, WAITS.c.channel, WAITS.c.priority, WAITS.c.status, WAITS.c.answered_at)
    case = (HANDOVERS.c.id.label("case_id"), HANDOVERS.c.case_number, HANDOVERS.c.reason)
    return select(*wait, *case).join(HANDOVERS, HANDOVERS.c.id == WAITS.c.handover_id)


def _had(db: Connection, staff_id: str, since: datetime) -> list[Had]:
    """The newest first, each case once."""
    last: dict[str, datetime] = {}
    for case_id, at in sorted(_touched(db, staff_id, since), key=lambda one: one[1]):
        last[case_id] = at
    newest = sorted(last, key=lambda case_id: last[case_id], reverse=True)[:MOST]
    cases, closed = _cases(db, newest), _closed(db, staff_id, newest)
    return [Had(one, *cases[one], last[one], closed.get(one)) for one in newest if one in cases]


def _touched(db: Connection, staff_id: str, since: datetime) -> list[tuple[str, datetime]]:
    """By phone, by text, or by closing it; ids of cases and when."""
    talked = select(WAITS.c.handover_id, CALLS.c.joined_at).join(CALLS, CALLS.c.wait_id == WAITS.c.id)
    talked = talked.where(CALLS.c.staff_id == staff_id, CALLS.c.joined_at > since)
    closed = select(CLOSINGS.c.handover_id, CLOSINGS.c.at)
    closed = closed.where(CLOSINGS.c.staff_id == staff_id, CLOSINGS.c.at > since)
    found = [(row[0], row[1]) for query in (talked, closed) for row in db.execute(query)]
    return found + _written(db, staff_id, since)


def _written(db: Connection, staff_id: str, since: datetime) -> list[tuple[str, datetime]]:
    mine = (EVENTS.c.what == LEFT) & (EVENTS.c.at > since) & (EVENTS.c.who == "expert")
    mine &= EVENTS.c.data["staff"].as_string() == staff_id
    at = {data["wait"]: at for at, data in db.execute(select(EVENTS.c.at, EVENTS.c.data).where(mine))}
    cases = select(WAITS.c.id, WAITS.c.handover_id).where(WAITS.c.id.in_(list(at)))
    return [(case_id, at[wait_id]) for wait_id, case_id in db.execute(cases)]


def _cases(db: Connection, case_ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Number, reason and how the customer came, by id."""
    wait = select(WAITS.c.handover_id, WAITS.c.channel).where(WAITS.c.handover_id.in_(case_ids))
    channels = {row[0]: row[1] for row in db.execute(wait.order_by(WAITS.c.entered_at))}
    columns = (HANDOVERS.c.id, HANDOVERS.c.case_number, HANDOVERS.c.reason)
    rows = db.execute(select(*columns).where(HANDOVERS.c.id.in_(case_ids)))
    return {row[0]: (row[1], row[2], channels.get(row[0], "")) for row in rows}


def _closed(db: Connection, staff_id: str, case_ids: Sequence[str]) -> dict[str, str]:
    mine = select(CLOSINGS).where(CLOSINGS.c.staff_id == staff_id, CLOSINGS.c.handover_id.in_(case_ids))
    rows = db.execute(mine.order_by(CLOSINGS.c.at, CLOSINGS.c.id)).mappings()
    return {row["handover_id"]: row["disposition"] for row in rows}
