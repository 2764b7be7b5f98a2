"""What the store knows about a number before it is called; every question is one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, and_, exists, func, insert, or_, select

from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS
from bot.handover.back_off import AFTER_BUSY, AFTER_RINGING
from bot.handover.cases import HANDOVERS, PROMISES
from bot.store.account_tables import SuppressionRow
from bot.store.database import table_of
from bot.store.handover_tables import ConsentRow, DialRow
from bot.store.leads_tables import OutboundHoldRow
from bot.store.tables import CallStatusRow

CONSENTS = table_of(ConsentRow)
DIALS = table_of(DialRow)
HOLDS = table_of(OutboundHoldRow)
STATUSES = table_of(CallStatusRow)
SUPPRESSIONS = table_of(SuppressionRow)

EXPERT = "expert"
PROMISE = "promise-"
# Set when a call was ended because it came at the worst moment.
DISTRESS = "callee_distress"
HOLD = timedelta(days=30)
# Nobody is called the second they put the phone down.
GRACE = timedelta(minutes=5)
# A caller who was heard of so lately is on the line; with an expert nothing is heard of them.
LIVE = timedelta(minutes=10)
LONGEST_TALK = timedelta(hours=4)


@dataclass(frozen=True)
class Asked:
    """A call somebody wants to make: whom, what for, what allows it, what it is good for.

    `conversation_id` is the record of this call itself, where there is one already.
    """

    purpose: str
    to: str
    request_id: str | None = None
    consent_id: int | None = None
    benefit: str | None = None
    conversation_id: str | None = None


def promise_of(db: Connection, asked: Asked) -> RowMapping | None:
    """The open promise behind a request, if it is one to this number."""
    number = (asked.request_id or "").removeprefix(PROMISE)
    if not number.isdecimal():
        return None
    owed = (PROMISES.c.id == int(number)) & (PROMISES.c.outcome == "open") & (PROMISES.c.phone == asked.to)
    case = select(PROMISES, HANDOVERS.c.conversation_id).join(
        HANDOVERS, HANDOVERS.c.id == PROMISES.c.handover_id
    )
    return db.execute(case.where(owed)).mappings().first()


def number_called(db: Connection, promise: RowMapping) -> str | None:
    """The number of ours they had called when they were promised the call."""
    case = select(CONVERSATIONS.c.called).join(HANDOVERS, HANDOVERS.c.conversation_id == CONVERSATIONS.c.id)
    called: str | None = db.execute(case.where(HANDOVERS.c.id == promise["handover_id"])).scalar()
    return called


def has_consent(db: Connection, asked: Asked) -> bool:
    """Whether this very person agreed to be called for this purpose, and has not taken it back."""
    mine = (CONSENTS.c.id == asked.consent_id) & (CONSENTS.c.phone == asked.to)
    mine &= (CONSENTS.c.scope == asked.purpose) & CONSENTS.c.revoked_at.is_(None)
    return db.execute(select(exists(select(CONSENTS.c.id).where(mine)))).scalar() is True


def suppressed(db: Connection, number: str) -> bool:
    """Whether this number is on the list of those who want no advertising."""
    listed = select(SUPPRESSIONS.c.id).where(SUPPRESSIONS.c.kind == "phone", SUPPRESSIONS.c.value == number)
    return db.execute(listed.limit(1)).first() is not None


def on_hold(db: Connection, number: str, now: datetime) -> bool:
    """Whether a call to it came at the worst moment, not long ago."""
    ended = (CONVERSATIONS.c.closed_because == DISTRESS) & (CONVERSATIONS.c.closed_at > now - HOLD)
    mine = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.caller == number, ended)
    held = select(HOLDS.c.id).where(HOLDS.c.phone == number, HOLDS.c.until > now)
    return any(db.execute(query.limit(1)).first() is not None for query in (mine, held))


def hold(db: Connection, number: str, case_id: str, now: datetime) -> None:
    """An expert says that the call came at the worst moment: nobody calls this number for a while."""
    values = {"phone": number, "handover_id": case_id, "until": now + HOLD, "created_at": now}
    db.execute(insert(HOLDS).values(**values))


def dialled_lately(db: Connection, number: str, now: datetime) -> bool:
    """Within half an hour, or five minutes where the line was engaged; what never got out does not count."""
    engaged = and_(STATUSES.c.status.in_(("busy", "failed")), DIALS.c.at <= now - AFTER_BUSY)
    rang = or_(STATUSES.c.status.is_(None), ~engaged)
    joined = DIALS.outerjoin(STATUSES, STATUSES.c.call_sid == DIALS.c.call_sid)
    mine = (DIALS.c.to == number) & (DIALS.c.purpose != EXPERT) & DIALS.c.call_sid.is_not(None)
    count = select(func.count()).select_from(joined).where(mine, DIALS.c.at > now - AFTER_RINGING, rang)
    return bool(db.execute(count).scalar_one())


def _others(asked: Asked) -> Select[tuple[str]]:
    """The caller's phone conversations, without this call itself."""
    mine = (CONVERSATIONS.c.caller == asked.to) & (CONVERSATIONS.c.channel == "voice")
    return select(CONVERSATIONS.c.id).where(mine, CONVERSATIONS.c.id != (asked.conversation_id or ""))


def talks_to_us(db: Connection, asked: Asked, now: datetime) -> bool:
    """Whether they are on the line with us now."""
    talking = (CONVERSATIONS.c.owner == Owner.EXPERT) & (CONVERSATIONS.c.last_at > now - LONGEST_TALK)
    open_ones = (CONVERSATIONS.c.owner != Owner.CLOSED) & or_(CONVERSATIONS.c.last_at > now - LIVE, talking)
    return db.execute(_others(asked).where(open_ones).limit(1)).first() is not None


def hung_up_lately(db: Connection, asked: Asked, now: datetime) -> bool:
    """Whether a call of theirs ended a moment ago."""
    lately = CONVERSATIONS.c.closed_at > now - GRACE
    return db.execute(_others(asked).where(lately).limit(1)).first() is not None
