"""Cases for a person, by what they were opened for."""

from sqlalchemy import Select, literal, select

from bot.figures.asked import Asked
from bot.figures.sql import within
from bot.handover.cases import HANDOVERS

ROW = HANDOVERS.c


def rows(asked: Asked) -> Select[tuple[object, ...]]:
    """One row each."""
    columns = (ROW.conversation_id, ROW.reason, ROW.kind, ROW.priority, ROW.language)
    opened = HANDOVERS.join(asked.pieces, within(ROW.created_at, asked.pieces))
    piece = asked.pieces.c.number.label("piece")
    return select(piece, ROW.created_at.label("at"), *columns, literal(1).label("one")).select_from(opened)
