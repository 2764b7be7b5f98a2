"""What the law counts: disclosure, recordings, texts nobody wants any more, orders nobody confirmed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from bot.conversation.conversation_rows import CONVERSATIONS
from bot.conversation.event_rows import EVENTS
from bot.conversation.turn_rows import TURNS
from bot.figures.asked import Asked
from bot.figures.definitions import CONFIRMED_WITHIN_DAYS
from bot.figures.merged import merged
from bot.figures.sql import flag, within
from bot.handover.cases import HANDOVERS
from bot.handover.voicemails import VOICEMAILS
from bot.handover.waiting_room import VOICEMAIL_KEY
from bot.store.database import table_of
from bot.store.ordering_tables import ConfirmationRow
from bot.store.tables import OptOutRow, OutgoingMessageRow

OWED, TEXTS, STOPS = table_of(ConfirmationRow), table_of(OutgoingMessageRow), table_of(OptOutRow)
OWN = ("piece", "at", "channel", "language", "spoken", "told")
# The carrier has it: before, it can still be held back.
GONE_OUT = TEXTS.c.message_sid.is_not(None)


def disclosures(asked: Asked) -> Select[Any]:
    """Conversations with a turn, ours to customers too: said at the first of them at the latest, or not."""
    row = merged("conversation_id", OWN, [_conversations(asked), _told(asked)], "said").c
    return select(
        row.piece,
        row.at,
        row.conversation_id,
        row.channel,
        row.language,
        literal(1).label("one"),
        flag(row.told <= row.spoken).label("disclosed"),
    ).where(row.spoken.is_not(None))


def recordings(asked: Asked) -> Select[Any]:
    """Messages left for the experts; the caller starts one with a key, and nothing else is ever recorded."""
    row = VOICEMAILS.c
    mine = (TURNS.c.conversation_id == HANDOVERS.c.conversation_id) & (TURNS.c.at <= row.at)
    keyed = select(TURNS.c.id).where(mine, TURNS.c.keyed.startswith(VOICEMAIL_KEY, autoescape=True))
    made = VOICEMAILS.join(asked.pieces, within(row.at, asked.pieces)).join(
        HANDOVERS, HANDOVERS.c.id == row.handover_id
    )
    return select(
        asked.pieces.c.number.label("piece"),
        row.at,
        HANDOVERS.c.conversation_id,
        literal(1).label("one"),
        flag(~keyed.exists()).label("without_consent"),
    ).select_from(made)


def texts(asked: Asked) -> Select[Any]:
    """Text messages that went out; written after their receiver had asked for no more, or not."""
    row = TEXTS.c
    linked = TEXTS.join(asked.pieces, within(row.created_at, asked.pieces)).outerjoin(
        STOPS, STOPS.c.phone == row.to
    )
    return (
        select(
            asked.pieces.c.number.label("piece"),
            row.created_at.label("at"),
            row.conversation_id,
            row.purpose,
            literal(1).label("one"),
            flag(and_(STOPS.c.at.is_not(None), row.created_at > STOPS.c.at)).label("after_stop"),
        )
        .select_from(linked)
        .where(GONE_OUT)
    )


def orders(asked: Asked) -> Select[Any]:
    """Confirmations owed for orders taken or changed; whether they went out within a day."""
    row, day = OWED.c, timedelta(days=CONFIRMED_WITHIN_DAYS)
    late = and_(row.state != "confirmed", row.created_at <= asked.now - day)
    return select(
        asked.pieces.c.number.label("piece"),
        row.created_at.label("at"),
        row.conversation_id,
        row.kind,
        literal(1).label("one"),
        flag(late).label("unconfirmed"),
    ).select_from(OWED.join(asked.pieces, within(row.created_at, asked.pieces)))


def _conversations(asked: Asked) -> Select[Any]:
    """With the moment of their first turn."""
    row, pieces = CONVERSATIONS.c, asked.pieces
    mine = select(TURNS.c.at).where(TURNS.c.conversation_id == row.id)
    first = mine.order_by(TURNS.c.number).limit(1).correlate(CONVERSATIONS).scalar_subquery()
    columns = (row.started_at.label("at"), row.channel, row.language, first.label("spoken"))
    return select(pieces.c.number.label("piece"), row.id.label("conversation_id"), *columns).select_from(
        CONVERSATIONS.join(pieces, within(row.started_at, pieces))
    )


def _told(asked: Asked) -> Select[Any]:
    """When it was said first."""
    mine = (EVENTS.c.what == "ai_disclosed") & (EVENTS.c.at >= asked.since)
    first = select(EVENTS.c.conversation_id, func.min(EVENTS.c.at).label("told"))
    return first.where(mine).group_by(EVENTS.c.conversation_id)
