"""How the last hour went: how long talks took, and which share of the waiting hung up."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from bot.handover.call_ends import HEAVY
from bot.handover.estimate import LastHour
from bot.handover.experts import AFTER_HEAVY, WRAP_UP
from bot.handover.outcomes import WaitOutcome
from bot.store.database import table_of
from bot.store.handover_tables import ExpertCallRow, WaitRow

CALLS = table_of(ExpertCallRow)
WAITS = table_of(WaitRow)
HOUR = timedelta(hours=1)


def last_hour(engine: Engine, now: datetime) -> LastHour:
    """From the store; call backs that were wanted instead of waiting are no abandoned calls."""
    lately = CALLS.c.joined_at.is_not(None) & (CALLS.c.ended_at > now - HOUR)
    case = select(CALLS.c.joined_at, CALLS.c.ended_at, WAITS.c.priority)
    talked = case.join(WAITS, WAITS.c.id == CALLS.c.wait_id).where(lately)
    ended = (WAITS.c.ended_at > now - HOUR) & (WAITS.c.channel != "sms")
    gone = ended & (WAITS.c.outcome == WaitOutcome.HUNG_UP.value) & WAITS.c.answered_at.is_(None)
    with engine.connect() as db:
        times = tuple(_handling_s(*row) for row in db.execute(talked))
        waited = db.execute(select(func.count()).select_from(WAITS).where(ended)).scalar_one()
        hung_up = db.execute(select(func.count()).select_from(WAITS).where(gone)).scalar_one()
    return LastHour(times, hung_up / waited if waited else 0.0)


def _handling_s(joined_at: datetime, ended_at: datetime, priority: str) -> float:
    """The talk and the work after it: only then is the expert free for the next caller."""
    after = AFTER_HEAVY if priority in HEAVY else WRAP_UP
    return (ended_at - joined_at + after).total_seconds()
