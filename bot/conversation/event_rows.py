"""The events of a conversation in the store; part of a transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from bot.conversation.state import Conversation
from bot.store.database import table_of
from bot.store.tables import EventRow

EVENTS = table_of(EventRow)
# What happened, and the facts of it.
Event = tuple[str, Mapping[str, Any]]


def append(db: Connection, talk: Conversation, events: Sequence[Event], who: str = "hotline") -> None:
    """Events of this moment of the conversation, in their order."""
    rows = [
        {"at": talk.last_at, "conversation_id": talk.id, "who": who, "what": what, "data": dict(data)}
        for what, data in events
    ]
    if rows:
        db.execute(insert(EVENTS), rows)
