"""Promises, from the moment they were settled, or due if nobody settled them before."""

from sqlalchemy import Select, and_, or_, select

from bot.figures.asked import Asked
from bot.figures.sql import flag, within
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.kept_rate import COUNTS, COUNTS_AT
from bot.handover.promises import CALLBACK, PromiseOutcome

ROW = PROMISES.c


def rows(asked: Asked) -> Select[tuple[object, ...]]:
    """One row each; who was called within the window was called as promised, whether or not they answered."""
    call, answer = ROW.kind == CALLBACK, ROW.kind == "answer"
    called = and_(call, ROW.attempts > 0)
    done = ROW.outcome == PromiseOutcome.KEPT
    kept = or_(done, and_(ROW.attempts > 0, ROW.outcome != PromiseOutcome.BROKEN))
    due = PROMISES.join(asked.pieces, within(COUNTS_AT, asked.pieces)).join(
        HANDOVERS, HANDOVERS.c.id == ROW.handover_id
    )
    return (
        select(
            asked.pieces.c.number.label("piece"),
            COUNTS_AT.label("at"),
            HANDOVERS.c.conversation_id,
            flag(call).label("call"),
            flag(and_(call, kept)).label("call_kept"),
            flag(called).label("called"),
            flag(and_(called, done)).label("reached"),
            flag(answer).label("answer"),
            flag(and_(answer, kept)).label("answer_kept"),
        )
        .select_from(due)
        .where(COUNTS)
    )
