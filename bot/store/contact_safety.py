"""Whether writing to somebody could put them in danger."""

from sqlalchemy import Connection, or_, select

from bot.store.database import table_of
from bot.store.handover_tables import ContactRuleRow

RULES = table_of(ContactRuleRow)


def is_protected(db: Connection, phone: str | None, conversation_id: str | None) -> bool:
    """Whether a rule forbids messages to this number, or about this conversation, whoever they go to."""
    about = [RULES.c.phone == phone] if phone else []
    about += [RULES.c.conversation_id == conversation_id] if conversation_id else []
    if not about:
        return False
    live = select(RULES.c.id).where(or_(*about), RULES.c.ended_at.is_(None))
    return db.execute(live.limit(1)).first() is not None
