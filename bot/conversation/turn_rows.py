"""The turns of a conversation in the store: what was heard, what was answered; part of a transaction each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.conversation.state import Conversation, Heard
from bot.store.database import table_of
from bot.store.tables import TurnRow

TURNS = table_of(TurnRow)
LONGEST_KEYS = 64


def add(db: Connection, talk: Conversation, heard: Heard, number: int, message_sid: str | None) -> None:
    """What was heard; raises IntegrityError when there is this turn, or one of this message."""
    values = {"conversation_id": talk.id, "number": number, "at": talk.last_at, "language": talk.language}
    values |= {"heard": heard.text, "keyed": heard.keys[:LONGEST_KEYS] if heard.keys else None}
    values |= {"speech_confidence": heard.confidence, "message_sid": message_sid}
    db.execute(insert(TURNS).values(**values))


def answer(db: Connection, conversation_id: str, number: int, values: Mapping[str, Any]) -> None:
    """How it was understood and answered."""
    this = (TURNS.c.conversation_id == conversation_id) & (TURNS.c.number == number)
    db.execute(update(TURNS).where(this).values(**values))


def of_message(db: Connection, message_sid: str) -> RowMapping | None:
    """The turn an SMS led to."""
    return db.execute(select(TURNS).where(TURNS.c.message_sid == message_sid)).mappings().first()


def one(db: Connection, conversation_id: str, number: int) -> RowMapping | None:
    """One turn."""
    this = (TURNS.c.conversation_id == conversation_id) & (TURNS.c.number == number)
    return db.execute(select(TURNS).where(this)).mappings().first()


def all_of(db: Connection, conversation_id: str) -> list[RowMapping]:
    """All turns so far, oldest first."""
    mine = select(TURNS).where(TURNS.c.conversation_id == conversation_id).order_by(TURNS.c.number)
    return list(db.execute(mine).mappings())
