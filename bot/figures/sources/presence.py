"""What staff did, all together: each span cut to the piece of time it lies in."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, String, literal, null, select, union_all

from bot.figures.asked import Asked
from bot.figures.sql import earlier, later, length, where
from bot.handover.presence_log import PRESENCE, STAFF

BUSY, THERE = ("ringing", "talking", "after_call"), ("free", "ringing", "talking", "after_call")


def rows(asked: Asked) -> Select[Any]:
    """One row for each span in each piece; nobody can be told apart in them."""
    spans = union_all(_ending(asked), _going_past(asked), _going_on(asked)).subquery("spans")
    pieces, span = asked.pieces, spans.c
    begun, ended = later(span.since, pieces.c.since), earlier(span.until, pieces.c.until)
    spent = length(begun, ended)
    return select(
        span.piece,
        begun.label("at"),
        null().cast(String).label("conversation_id"),
        where(span.status.in_(BUSY), spent).label("busy"),
        where(span.status.in_(THERE), spent).label("there"),
    ).select_from(spans.join(pieces, pieces.c.number == span.piece))


def _ending(asked: Asked) -> Select[Any]:
    """Spans that end in a piece."""
    pieces, row = asked.pieces, PRESENCE.c
    here = (row.until > pieces.c.since) & (row.until <= pieces.c.until)
    columns = (pieces.c.number.label("piece"), row.status, row.since, row.until)
    return select(*columns).select_from(pieces.join(PRESENCE, here))


def _going_past(asked: Asked) -> Select[Any]:
    """Spans that begin before the end of a piece and go on after it: at most one of each person."""
    pieces, row = asked.pieces, PRESENCE.c
    last = (row.id == _last_before(asked)) & (row.until > pieces.c.until)
    columns = (pieces.c.number.label("piece"), row.status, row.since, row.until)
    return select(*columns).select_from(pieces.join(STAFF, literal(True)).join(PRESENCE, last))


def _last_before(asked: Asked) -> ScalarSelect[int]:
    """What somebody had begun last when the piece ended."""
    span = PRESENCE.alias("span")
    mine = (span.c.staff_id == STAFF.c.id) & (span.c.since < asked.pieces.c.until)
    last = select(span.c.id).where(mine).order_by(span.c.since.desc(), span.c.id.desc()).limit(1)
    return last.correlate(STAFF, asked.pieces).scalar_subquery()


def _going_on(asked: Asked) -> Select[Any]:
    """What everybody does now."""
    pieces, now = asked.pieces, literal(asked.now, STAFF.c.status_since.type)
    here = (STAFF.c.status_since < pieces.c.until) & (now > pieces.c.since)
    columns = (STAFF.c.status, STAFF.c.status_since.label("since"), now.label("until"))
    joined = pieces.join(STAFF, here & STAFF.c.active)
    return select(pieces.c.number.label("piece"), *columns).select_from(joined)
