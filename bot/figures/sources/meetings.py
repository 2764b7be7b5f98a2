"""Customers whom an expert met, by phone or in a thread, from the moment they met."""

from sqlalchemy import CTE, Select, literal, or_, select

from bot.conversation.event_rows import EVENTS
from bot.figures.asked import Asked
from bot.figures.sql import flag, once, within
from bot.handover.expert_calls import CALLS
from bot.handover.outcomes import CallOutcome
from bot.handover.thread_pass import PASSED_ON
from bot.handover.waits import WAITS
from bot.store.database import table_of
from bot.store.desk_tables import CaseClosingRow

ROW, CLOSINGS = WAITS.c, table_of(CaseClosingRow)


def rows(asked: Asked) -> Select[tuple[object, ...]]:
    """One row each."""
    by_phone, by_text, repeated = _passed_on_by_phone(), _passed_on_by_text(), _repeated()
    linked = (
        WAITS.join(asked.pieces, within(ROW.answered_at, asked.pieces))
        .outerjoin(by_phone, by_phone.c.wait_id == ROW.id)
        .outerjoin(by_text, by_text.c.wait_id == ROW.id)
        .outerjoin(repeated, repeated.c.wait_id == ROW.id)
    )
    passed_on = or_(by_phone.c.wait_id.is_not(None), by_text.c.wait_id.is_not(None))
    return select(
        asked.pieces.c.number.label("piece"),
        ROW.answered_at.label("at"),
        ROW.conversation_id,
        ROW.channel,
        ROW.priority,
        literal(1).label("one"),
        flag(passed_on).label("passed_on"),
        flag(repeated.c.wait_id.is_not(None)).label("repeated"),
    ).select_from(linked)


def _passed_on_by_phone() -> CTE:
    """The call itself says so."""
    passed = CALLS.c.outcome == CallOutcome.TRANSFERRED
    return once(select(CALLS.c.wait_id).where(passed).distinct(), "passed_on_by_phone")


def _passed_on_by_text() -> CTE:
    """The change of hands says so."""
    data = EVENTS.c.data
    mine = (EVENTS.c.what == "owner_changed") & (EVENTS.c.who == "expert")
    mine &= data["because"].as_string() == PASSED_ON
    return once(select(data["wait"].as_string().label("wait_id")).where(mine).distinct(), "passed_on_by_text")


def _repeated() -> CTE:
    """An expert says so who closed it."""
    return once(select(CLOSINGS.c.wait_id).where(CLOSINGS.c.had_to_repeat).distinct(), "had_to_repeat")
