"""A conversation in its row of the store, and who holds it for a turn; always part of a transaction."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, or_, update

from bot.clock import system_time
from bot.conversation.owner import Owner
from bot.conversation.state import Conversation, Memory
from bot.store.database import table_of
from bot.store.tables import ConversationRow

CONVERSATIONS = table_of(ConversationRow)

SAVED = ("language", "owner", "last_at", "closed_at", "closed_because")
# Columns that are the store's own business, or read in another form.
NOT_HELD = frozenset({"busy_until", "thread", "memory", "owner"})


def add(db: Connection, talk: Conversation) -> None:
    """A new conversation; raises IntegrityError when its call or thread is known."""
    names = ("id", "channel", "caller", "called", "call_sid", "started_at", "turns", "model_version", *SAVED)
    values = {name: getattr(talk, name) for name in names}
    values |= {"version": 0, "thread": _thread(talk), "memory": talk.memory.to_json()}
    db.execute(insert(CONVERSATIONS).values(**values))


def held(row: RowMapping) -> Conversation:
    """As the hotline holds it during a turn."""
    values = {name: value for name, value in row.items() if name not in NOT_HELD}
    return Conversation(**values, owner=Owner(row["owner"]), memory=Memory.from_json(row["memory"]))


def make_room(db: Connection, talk: Conversation, rested_before: datetime) -> None:
    """Let go of the thread of the same number that is over or has rested since then."""
    over = or_(CONVERSATIONS.c.last_at < rested_before, CONVERSATIONS.c.owner == Owner.CLOSED)
    mine = update(CONVERSATIONS).where(CONVERSATIONS.c.thread == _thread(talk), over)
    db.execute(mine.values(thread=None))


def hold(db: Connection, conversation_id: str, seconds: float, values: dict[str, Any]) -> bool:
    """Take it for one turn; False while another holds it. `values` are written either way."""
    now = system_time()
    mine = update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)
    free = mine.where(or_(CONVERSATIONS.c.busy_until.is_(None), CONVERSATIONS.c.busy_until < now))
    if db.execute(free.values(busy_until=now + timedelta(seconds=seconds), **values)).rowcount == 1:
        return True
    if values:
        db.execute(mine.values(**values))
    return False


def let_go(db: Connection, conversation_id: str) -> None:
    """No turn holds it any more."""
    db.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id).values(busy_until=None))


def save(db: Connection, talk: Conversation) -> bool:
    """Write its new state and let go of it; False when somebody else changed it meanwhile."""
    values = {name: getattr(talk, name) for name in SAVED}
    as_known = (CONVERSATIONS.c.id == talk.id) & (CONVERSATIONS.c.version == talk.version)
    values |= {"version": talk.version + 1, "memory": talk.memory.to_json(), "busy_until": None}
    return db.execute(update(CONVERSATIONS).where(as_known).values(**values)).rowcount == 1


def _thread(talk: Conversation) -> str | None:
    return f"{talk.caller}>{talk.called}" if talk.channel == "sms" else None
