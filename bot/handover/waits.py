"""Who waits for a person: rows in the store, changed by one process at a time."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, bindparam, insert, or_, select, update

from bot.handover.outcomes import WaitOutcome
from bot.store.database import table_of
from bot.store.handover_tables import WaitRow
from bot.store.tables import ConversationRow

WAITS = table_of(WaitRow)
CONVERSATIONS = table_of(ConversationRow)
ORDER = ("P0", "P1", "P2", "P3")
CHANNELS = ("voice", "callback", "sms")
# Not over.
OPEN = ("waiting", "ringing", "talking")
ONE = select(WAITS).where(WAITS.c.id == bindparam("wait_id"))


@dataclass(frozen=True)
class Place:
    """Where somebody is put in the queue."""

    priority: str
    skill: str
    language: str
    promise_id: int | None = None
    entered_at: datetime | None = None


class Waits:
    """The queue. Statuses: waiting, ringing (an expert is being called), talking, over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def enter(
        self, conversation: Mapping[str, Any], handover_id: str, place: Place, now: datetime
    ) -> RowMapping:
        """Begin to wait, once a conversation; `conversation` has id and channel. An open wait only gets more
        urgent."""
        with self._engine.begin() as db:
            known = _open(db, conversation["id"])
            if known is not None:
                return self._raised(db, known, place)
            values: dict[str, Any] = {
                "id": str(uuid.uuid4()),
                "handover_id": handover_id,
                "status": "waiting",
            }
            values |= {"conversation_id": conversation["id"], "channel": conversation["channel"]}
            values |= {"language": place.language, "priority": place.priority, "skill": place.skill}
            values |= {"promise_id": place.promise_id, "entered_at": place.entered_at or now}
            return _returned(db, insert(WAITS).values(not_experts=[], first=False, **values))

    def open_of(self, conversation_id: str) -> RowMapping | None:
        """The conversation's wait that is not over."""
        with self._engine.connect() as db:
            return _open(db, conversation_id)

    def get(self, wait_id: str) -> RowMapping | None:
        """One wait."""
        with self._engine.connect() as db:
            return db.execute(ONE, {"wait_id": wait_id}).mappings().first()

    def in_status(self, *statuses: str, channels: Sequence[str] = CHANNELS) -> list[RowMapping]:
        """All waits in one of these statuses, oldest first."""
        with self._engine.connect() as db:
            return list(db.execute(_in_status(statuses, tuple(channels))).mappings())

    def change(self, wait_id: str, was: str | tuple[str, ...], **values: Any) -> bool:
        """Change a wait that is (still) in one of these statuses; False when it no longer is."""
        allowed = (was,) if isinstance(was, str) else was
        mine = update(WAITS).where(WAITS.c.id == wait_id, WAITS.c.status.in_(allowed))
        with self._engine.begin() as db:
            return db.execute(mine.values(version=WAITS.c.version + 1, **values)).rowcount == 1

    def end(self, wait_id: str, outcome: WaitOutcome, now: datetime) -> bool:
        """It is over; False when it already was."""
        return self.change(wait_id, OPEN, status="over", outcome=outcome.value, ended_at=now)

    def back_to_front(self, wait_id: str, news: str, not_expert: str | None = None) -> bool:
        """The expert is gone and the caller is not: the next one, before all others of the same priority."""
        row = self.get(wait_id)
        if row is None:
            return False
        not_experts = sorted({*row["not_experts"], *([not_expert] if not_expert else [])})
        values = {"status": "waiting", "first": True, "news": news, "not_experts": not_experts}
        return self.change(wait_id, ("talking", "ringing"), **values)

    @staticmethod
    def _raised(db: Connection, known: RowMapping, place: Place) -> RowMapping:
        if ORDER.index(place.priority) >= ORDER.index(known["priority"]):
            return known
        raised = update(WAITS).where(WAITS.c.id == known["id"])
        return _returned(db, raised.values(priority=place.priority, skill=place.skill))


@cache
def _in_status(statuses: tuple[str, ...], channels: tuple[str, ...]) -> Select[Any]:
    """Asked every second: worded once."""
    wanted = or_(*(WAITS.c.status == status for status in statuses))
    if channels != CHANNELS:
        wanted &= or_(*(WAITS.c.channel == channel for channel in channels))
    return select(WAITS).where(wanted).order_by(WAITS.c.entered_at, WAITS.c.id)


def _open(db: Connection, conversation_id: str) -> RowMapping | None:
    live = (WAITS.c.conversation_id == conversation_id) & (WAITS.c.status != "over")
    return db.execute(select(WAITS).where(live)).mappings().first()


def _returned(db: Connection, statement: Any) -> RowMapping:
    row: RowMapping = db.execute(statement.returning(WAITS)).mappings().one()
    return row
