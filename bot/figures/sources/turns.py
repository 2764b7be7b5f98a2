"""Turns: what callers said or keyed, whether it was clear, and whether they got an answer."""

from sqlalchemy import Select, literal, select

from bot.conversation.turn_rows import TURNS
from bot.figures.asked import Asked
from bot.figures.sql import flag, within

ROW = TURNS.c


def rows(asked: Asked) -> Select[tuple[object, ...]]:
    """One row each; only columns of the index ix_turns_figures, so that the turns themselves stay unread."""
    piece = asked.pieces.c.number.label("piece")
    return select(
        piece,
        ROW.at,
        ROW.conversation_id,
        ROW.intent,
        ROW.model_version,
        literal(1).label("one"),
        flag(ROW.route.is_not(None)).label("understood"),
        flag(ROW.route == "clarify").label("unclear"),
        flag(ROW.failure.is_not(None)).label("failed"),
    ).select_from(TURNS.join(asked.pieces, within(ROW.at, asked.pieces)))
