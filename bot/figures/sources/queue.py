"""Callers in the queue, from the moment they entered it; a call back waits for its time and is not here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select

from bot.figures.asked import Asked
from bot.figures.definitions import NOT_WAITED_S, TARGETS
from bot.figures.sql import flag, length, once, within
from bot.handover.estimate import BUCKETS
from bot.handover.outcomes import WaitOutcome
from bot.handover.waits import WAITS

SECOND = 1_000_000


def rows(asked: Asked) -> Select[Any]:
    """One row each."""
    row = once(_waits(asked), "waits_here").c
    hung_up = and_(row.outcome == WaitOutcome.HUNG_UP, row.waited.is_(None))
    at_once = and_(hung_up, row.lasted < NOT_WAITED_S * SECOND)
    met, gone = flag(row.waited.is_not(None)), flag(hung_up) - flag(at_once)
    told = and_(row.waited.is_not(None), row.estimate_s.is_not(None))
    return select(
        row.piece,
        row.at,
        row.conversation_id,
        row.priority,
        row.language,
        literal(1).label("one"),
        met.label("met"),
        func.coalesce(row.waited, 0).label("waited"),
        flag(row.waited <= _target(row.priority)).label("soon"),
        gone.label("gone"),
        (met + gone).label("met_or_gone"),
        flag(at_once).label("at_once"),
        (literal(1) - flag(at_once)).label("offered"),
        flag(told).label("told"),
        flag(and_(told, _as_told(row.estimate_s, row.waited))).label("hit"),
    )


def _waits(asked: Asked) -> Select[Any]:
    """`waited` until somebody answered, None where nobody did; `lasted` until it was over."""
    row = WAITS.c
    columns = (row.conversation_id, row.priority, row.language, row.outcome, row.estimate_s)
    waited = length(row.entered_at, row.answered_at).label("waited")
    lasted = length(row.entered_at, row.ended_at).label("lasted")
    place = (asked.pieces.c.number.label("piece"), row.entered_at.label("at"))
    here = WAITS.join(asked.pieces, within(row.entered_at, asked.pieces))
    # Not by the index of promises, which nearly none of them has.
    live = (row.channel == "voice") & (func.coalesce(row.promise_id, 0) == 0)
    return select(*place, *columns, waited, lasted).select_from(here).where(live)


def _target(priority: ColumnElement[str]) -> ColumnElement[int]:
    """Within which time somebody of this priority should hear a person."""
    seconds = {name: within_s * SECOND for name, (within_s, _) in TARGETS.items()}
    return case(seconds, value=priority, else_=0)


def _as_told(estimate_s: ColumnElement[int], waited: ColumnElement[int]) -> ColumnElement[bool]:
    """The wait was what was spoken of the estimate: under two, two to five, five to ten, over ten minutes."""
    *shorter, (longest, _) = BUCKETS.values()
    said = [
        (estimate_s < most, and_(waited >= int(least) * SECOND, waited <= int(most) * SECOND))
        for least, most in shorter
    ]
    return case(*said, else_=waited >= int(longest) * SECOND)
