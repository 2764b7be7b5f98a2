"""Conversations that customers began; the calls we made to them are not among them."""

from typing import Any

from sqlalchemy import Select, case, func, literal, select

from bot.conversation.conversation_rows import CONVERSATIONS
from bot.conversation.event_rows import EVENTS
from bot.figures.asked import Asked
from bot.figures.sql import within
from bot.handover.cases import HANDOVERS
from bot.handover.outbound_facts import DIALS

ROW = CONVERSATIONS.c
ENDED = func.coalesce(ROW.closed_at, ROW.last_at)
_OURS = select(literal(1)).where(DIALS.c.call_sid == ROW.call_sid).exists()
# Not as a plain "or": an index of the channel must not be preferred to the one of the time.
BY_CUSTOMER = (
    case(
        (ROW.channel == "sms", 1),
        (ROW.call_sid.is_(None), 0),
        (ROW.channel != "voice", 0),
        (_OURS, 0),
        else_=1,
    )
    == 1
)


def begun(asked: Asked, *columns: Any) -> Select[Any]:
    """In these pieces of time, one row each."""
    here = CONVERSATIONS.join(asked.pieces, within(ROW.started_at, asked.pieces))
    mine = (asked.pieces.c.number.label("piece"), ROW.id.label("conversation_id"), ROW.started_at.label("at"))
    return select(*mine, *columns).select_from(here).where(BY_CUSTOMER)


def with_case(name: str, asked: Asked) -> Select[Any]:
    """Conversations of which something was left to a person."""
    opened = HANDOVERS.c.created_at >= asked.since
    return select(HANDOVERS.c.conversation_id, literal(1).label(name)).where(opened)


def with_event(what: str, name: str, asked: Asked) -> Select[Any]:
    """Conversations in which this happened."""
    mine = (EVENTS.c.what == what) & (EVENTS.c.at >= asked.since) & EVENTS.c.conversation_id.is_not(None)
    return select(EVENTS.c.conversation_id, literal(1).label(name)).where(mine)
