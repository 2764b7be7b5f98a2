"""How somebody may be reached without being put in danger; asked before every message and every call."""

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, or_, select, update

from bot.conversation.state import Conversation
from bot.store.contact_safety import is_protected
from bot.store.database import table_of
from bot.store.handover_tables import ContactRuleRow

RULES = table_of(ContactRuleRow)


class ContactRules:
    """Rules live as long as their case; they are about a conversation and the number it came from."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def protect(self, talk: Conversation, case_id: str, now: datetime) -> None:
        """From now on nothing is sent to this caller, and nobody calls."""
        with self._engine.begin() as db:
            if is_protected(db, talk.caller, talk.id):
                return
            values = {"phone": talk.caller, "conversation_id": talk.id, "handover_id": case_id}
            db.execute(insert(RULES).values(created_at=now, **values))

    def allow(self, talk: Conversation, phone: str, start: datetime, end: datetime) -> None:
        """The one call the caller asked for: this number, in this window."""
        callback = {"phone": phone, "from": start.isoformat(), "until": end.isoformat()}
        mine = update(RULES).where(RULES.c.conversation_id == talk.id, RULES.c.ended_at.is_(None))
        with self._engine.begin() as db:
            db.execute(mine.values(callback=callback))

    def may_call(self, db: Connection, phone: str, conversation_id: str | None, now: datetime) -> bool:
        """Whether this number may be called now on behalf of this conversation."""
        about = or_(RULES.c.phone == phone, RULES.c.conversation_id == conversation_id)
        rules = db.execute(select(RULES.c.callback).where(about, RULES.c.ended_at.is_(None))).scalars().all()
        return all(_allows(callback, phone, now) for callback in rules)

    def lift(self, case_id: str, now: datetime) -> None:
        """The case is closed, and with it the rule."""
        mine = update(RULES).where(RULES.c.handover_id == case_id, RULES.c.ended_at.is_(None))
        with self._engine.begin() as db:
            db.execute(mine.values(ended_at=now))


def _allows(callback: dict[str, str] | None, phone: str, now: datetime) -> bool:
    if not callback or callback["phone"] != phone:
        return False
    return datetime.fromisoformat(callback["from"]) <= now <= datetime.fromisoformat(callback["until"])
