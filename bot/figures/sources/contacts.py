"""Conversations that customers began, by phone or by text message, and what became of each."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from bot.figures.asked import Asked
from bot.figures.merged import merged
from bot.figures.sources.came_back import WEEK, came_back
from bot.figures.sources.customers import ENDED, ROW, begun, with_case, with_event
from bot.figures.sql import flag
from bot.handover.waits import WAITS

FLAG_RAISED, WISH_SETTLED = "flag_raised", "wish_settled"
OWN = ("piece", "at", "channel", "language", "model_version", "ended")
# What is known of some of them only.
MARKS = ("settled", "flagged", "cased", "waited", "came_back")


def rows(asked: Asked) -> Select[Any]:
    """One row each; what is still going on is not contained until a wish of it is settled."""
    row = merged("conversation_id", (*OWN, *MARKS), _parts(asked), "contacts").c
    done = and_(row.settled == 1, row.cased.is_(None))
    ripe = row.ended <= asked.now - WEEK
    known, back = row.came_back.is_not(None), func.coalesce(row.came_back, 0) == 1
    call = row.channel == "voice"
    return select(
        row.piece,
        row.at,
        row.conversation_id,
        row.channel,
        row.language,
        row.model_version,
        flag(row.flagged == 1).label("delicate"),
        literal(1).label("one"),
        flag(call).label("call"),
        flag(~call).label("thread"),
        flag(row.cased == 1).label("handed_over"),
        flag(and_(call, row.waited == 1)).label("queued"),
        flag(done).label("contained"),
        flag(ripe).label("ripe"),
        flag(and_(done, ripe, or_(~known, ~back))).label("helped"),
        flag(and_(ripe, known)).label("ripe_wish"),
        flag(and_(ripe, known, back)).label("came_back"),
    )


def _parts(asked: Asked) -> list[Select[Any]]:
    own: tuple[ColumnElement[Any], ...] = (ROW.channel, ROW.language, ROW.model_version)
    return [
        begun(asked, *own, ENDED.label("ended")),
        with_event(WISH_SETTLED, "settled", asked),
        with_event(FLAG_RAISED, "flagged", asked),
        with_case("cased", asked),
        _in_queue(asked),
        came_back(asked),
    ]


def _in_queue(asked: Asked) -> Select[Any]:
    """Their callers were put in line for a person, then and there."""
    live = (
        (WAITS.c.channel == "voice")
        & (func.coalesce(WAITS.c.promise_id, 0) == 0)
        & (WAITS.c.entered_at >= asked.since)
    )
    return select(WAITS.c.conversation_id, literal(1).label("waited")).where(live)
