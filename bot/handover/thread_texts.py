"""What is written into a thread beside its turns: said by an expert or by the hotline of its own accord.

Turn, event and outgoing message are one transaction: a message that was written down goes out, once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from bot.clock import system_time
from bot.conversation.record import CONVERSATIONS, EVENTS, TURNS
from bot.conversation.start import usable_number
from bot.handover.thread_errors import Forbidden
from bot.store.contact_safety import is_protected
from bot.store.database import table_of
from bot.store.tables import OptOutRow, OutgoingMessageRow

MESSAGES = table_of(OutgoingMessageRow)
OPT_OUTS = table_of(OptOutRow)
EXPERT_REPLY = "expert_reply"
THREAD_LINE = "thread_line"
# So long after their own message somebody unsafe is taken to have the phone in their own hand.
IN_HAND = timedelta(minutes=15)
PURPOSES = {"expert": EXPERT_REPLY, "hotline": THREAD_LINE}


@dataclass(frozen=True)
class Said:
    """Words as they go out; `who` is expert or hotline. What has a `key` never goes out twice."""

    words: str
    who: str
    key: str | None = None
    staff_id: str | None = None


def forbidden(db: Connection, talk: RowMapping, now: datetime, answer: bool) -> Forbidden | None:
    """Why nothing may be sent to this thread; an `answer` may follow an unsafe customer's own message."""
    phone = usable_number(talk["caller"])
    if phone is None:
        return "no_number"
    if db.execute(select(OPT_OUTS.c.phone).where(OPT_OUTS.c.phone == phone)).first():
        return "opted_out"
    if is_protected(db, phone, talk["id"]) and not (answer and _has_just_written(db, talk["id"], now)):
        return "unsafe"
    return None


def conversation_row(db: Connection, conversation_id: str) -> RowMapping:
    """The conversation as the store has it."""
    return db.execute(select(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)).mappings().one()


def write(db: Connection, talk: RowMapping, said: Said, now: datetime) -> int:
    """As the thread's next turn, and into the outbox; gives the turn's number.

    IntegrityError when another turn was quicker to take the number: the transaction is to be begun again.
    """
    number = _newest(db, talk["id"]) + 1
    values = {"conversation_id": talk["id"], "number": number, "at": now, "answered_at": now}
    values |= {"said": said.words, "answer": "", "language": talk["language"], "route": said.who}
    values |= {"message_sid": _sid(talk["id"], said.key), "understood": {}, "timings": {}}
    db.execute(insert(TURNS).values(**values))
    fresh = {"turns": number, "last_at": now}
    db.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == talk["id"]).values(**fresh))
    data = {"turn": number, "purpose": PURPOSES[said.who], "staff": said.staff_id}
    event = {"at": now, "conversation_id": talk["id"], "who": said.who, "what": "thread_text"}
    db.execute(insert(EVENTS).values(data=data, **event))
    _owe(db, talk, said)
    return number


def written(db: Connection, conversation_id: str, key: str) -> int | None:
    """The turn these words already are; None for words not written yet."""
    same = TURNS.c.message_sid == _sid(conversation_id, key)
    found: int | None = db.execute(select(TURNS.c.number).where(same)).scalar()
    return found


def _owe(db: Connection, talk: RowMapping, said: Said) -> None:
    """The outbox sends by the machine's clock."""
    moment = system_time()
    values = {"to": usable_number(talk["caller"]), "body": said.words, "conversation_id": talk["id"]}
    values |= {"purpose": PURPOSES[said.who], "status": "waiting"}
    db.execute(insert(MESSAGES).values(next_try_at=moment, created_at=moment, **values))


def _newest(db: Connection, conversation_id: str) -> int:
    newest = select(func.max(TURNS.c.number)).where(TURNS.c.conversation_id == conversation_id)
    return db.execute(newest).scalar() or 0


def _has_just_written(db: Connection, conversation_id: str, now: datetime) -> bool:
    theirs = (TURNS.c.conversation_id == conversation_id) & TURNS.c.heard.is_not(None)
    last: datetime | None = db.execute(select(func.max(TURNS.c.at)).where(theirs)).scalar()
    return last is not None and now - last <= IN_HAND


def _sid(conversation_id: str, key: str | None) -> str | None:
    """A name no carrier gives, as long as the column takes."""
    if key is None:
        return None
    return f"own:{hashlib.sha256(f'{conversation_id}:{key}'.encode()).hexdigest()[:56]}"
