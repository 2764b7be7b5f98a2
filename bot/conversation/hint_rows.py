"""What an expert who reads along tells the bot, in the store: each hint is taken by one turn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    and_,
    insert,
    or_,
    select,
    update,
)

from bot.conversation import turn_rows
from bot.conversation.turn_rows import TURNS
from bot.store.database import table_of
from bot.store.desk_tables import BotHintRow
from bot.understanding.intent_kinds import NOT_WISHES

HINTS = table_of(BotHintRow)
Kind = Literal["say", "wish"]
# Later the moment it was meant for is over.
LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Hint:
    """`say`: words to pass on; `wish`: the intent the caller is taken to have."""

    id: int
    kind: Kind
    words: str
    intent: str


class HintRows:
    """Given at the desk, taken by turns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give(self, conversation_id: str, staff_id: str, hint: Hint, now: datetime) -> int:
        """For the conversation's next turn; the id (the one in `hint` counts for nothing)."""
        values: dict[str, Any] = {"conversation_id": conversation_id, "staff_id": staff_id, "kind": hint.kind}
        values |= {"words": hint.words or None, "intent": hint.intent or None}
        with self._engine.begin() as db:
            given = insert(HINTS).values(created_at=now, **values).returning(HINTS.c.id)
            return int(db.execute(given).scalar_one())

    def take(self, conversation_id: str, kind: Kind, turn: int, now: datetime) -> Hint | None:
        """The oldest hint of this kind, now this turn's; the same for a turn that is taken up again.

        One that was taken by a turn which died unanswered is free again.
        """
        mine = (HINTS.c.conversation_id == conversation_id) & (HINTS.c.kind == kind)
        with self._engine.connect() as db:
            rows = db.execute(_due(mine & (HINTS.c.created_at >= now - LASTS), turn)).mappings().all()
            found = [row for row in rows if kind == "say" or not _overtaken(db, row)]
        for row in found:
            if row["used_turn"] == turn or self._claim(row, turn, now):
                return Hint(row["id"], kind, row["words"] or "", row["intent"] or "")
        return None

    def of(self, conversation_id: str) -> list[RowMapping]:
        """All hints of a conversation, oldest first."""
        mine = select(HINTS).where(HINTS.c.conversation_id == conversation_id).order_by(HINTS.c.id)
        with self._engine.connect() as db:
            return list(db.execute(mine).mappings())

    def turns_of(self, conversation_id: str) -> list[RowMapping]:
        """What was said so far, for who thinks about a hint."""
        with self._engine.connect() as db:
            return turn_rows.all_of(db, conversation_id)

    def _claim(self, row: RowMapping, turn: int, now: datetime) -> bool:
        as_seen = HINTS.c.used_turn.is_(None)
        if row["used_turn"] is not None:
            as_seen = HINTS.c.used_turn == row["used_turn"]
        taken = update(HINTS).where(HINTS.c.id == row["id"], as_seen).values(used_at=now, used_turn=turn)
        with self._engine.begin() as db:
            return db.execute(taken).rowcount == 1


def _due(mine: ColumnElement[bool], turn: int) -> Select[Any]:
    user = and_(TURNS.c.conversation_id == HINTS.c.conversation_id, TURNS.c.number == HINTS.c.used_turn)
    free = or_(HINTS.c.used_turn.is_(None), HINTS.c.used_turn == turn, TURNS.c.answered_at.is_(None))
    return select(HINTS).outerjoin(TURNS, user).where(mine, free).order_by(HINTS.c.id)


def _overtaken(db: Connection, row: RowMapping) -> bool:
    """The caller has made themselves understood since: their own word counts."""
    clear = (TURNS.c.conversation_id == row["conversation_id"]) & (TURNS.c.at > row["created_at"])
    clear &= (TURNS.c.route == "bot") & TURNS.c.intent.not_in(NOT_WISHES)
    return db.execute(select(TURNS.c.id).where(clear).limit(1)).first() is not None
