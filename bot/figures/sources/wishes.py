"""Wishes: what was surely wanted in a conversation, once each, and whether the bot settled it."""

from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from bot.conversation.conversation_rows import CONVERSATIONS
from bot.figures.asked import Asked
from bot.figures.sources.came_back import said_wishes, settled_wishes
from bot.figures.sources.customers import BY_CUSTOMER, ROW
from bot.figures.sql import once, within


def rows(asked: Asked) -> Select[Any]:
    """One row for each wish of each conversation."""
    known, settled = literal(0).label("settled"), literal(1).label("settled")
    all_said = union_all(said_wishes(asked).add_columns(known), settled_wishes(asked, settled)).subquery().c
    each = select(all_said.conversation_id, all_said.wish, func.max(all_said.settled).label("settled"))
    wish = once(each.group_by(all_said.conversation_id, all_said.wish), "wishes")
    linked = wish.join(CONVERSATIONS, ROW.id == wish.c.conversation_id).join(
        asked.pieces, within(ROW.started_at, asked.pieces)
    )
    return (
        select(
            asked.pieces.c.number.label("piece"),
            ROW.started_at.label("at"),
            wish.c.conversation_id,
            wish.c.wish.label("intent"),
            ROW.model_version,
            literal(1).label("one"),
            wish.c.settled,
        )
        .select_from(linked)
        .where(BY_CUSTOMER)
    )
