"""Talks of experts and customers by phone, from the moment they ended."""

from sqlalchemy import ScalarSelect, Select, and_, case, literal, or_, select

from bot.figures.asked import Asked
from bot.figures.sql import flag, length, where, within
from bot.handover.expert_calls import CALLS
from bot.handover.presence_log import PRESENCE, STAFF
from bot.handover.waits import WAITS

ROW, AFTER = CALLS.c, "after_call"


def rows(asked: Asked) -> Select[tuple[object, ...]]:
    """One row each; `done` once the work after it is over, of which `handled` is the whole length."""
    nothing = literal(0)
    # What the expert did next is written down when it ends; until then they are still at it.
    still = and_(PRESENCE.c.id.is_(None), or_(STAFF.c.status == AFTER, STAFF.c.status_since < ROW.ended_at))
    worked = case((PRESENCE.c.status == AFTER, length(PRESENCE.c.since, PRESENCE.c.until)), else_=nothing)
    talked = length(ROW.joined_at, ROW.ended_at)
    linked = (
        CALLS.join(asked.pieces, within(ROW.ended_at, asked.pieces))
        .join(WAITS, WAITS.c.id == ROW.wait_id)
        .join(STAFF, STAFF.c.id == ROW.staff_id)
        .outerjoin(PRESENCE, PRESENCE.c.id == _next_span())
    )
    return (
        select(
            asked.pieces.c.number.label("piece"),
            ROW.ended_at.label("at"),
            WAITS.c.conversation_id,
            literal(1).label("one"),
            (ROW.held_s * 1_000_000).label("held"),
            flag(~still).label("done"),
            where(~still, talked + worked).label("handled"),
        )
        .select_from(linked)
        .where(ROW.joined_at.is_not(None))
    )


def _next_span() -> ScalarSelect[int]:
    """What this expert did after the talk."""
    span = PRESENCE.alias("span")
    theirs = (span.c.staff_id == ROW.staff_id) & (span.c.since >= ROW.ended_at)
    first = select(span.c.id).where(theirs).order_by(span.c.since, span.c.id).limit(1)
    return first.correlate(CALLS).scalar_subquery()
