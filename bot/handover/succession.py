"""An expert leaves a talk in which a colleague already is: the colleague's phone is the case's from now on.

Both calls and the wait change together or not at all; the call of the heir has the id of their side call, so
that what the carrier still asks of the one is answered by the other.
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, insert, update

from bot.clock import Clock
from bot.errors import CarrierUnavailable
from bot.handover.conference import Rooms, Seat
from bot.handover.expert_calls import CALLS, NOT_HELD, SIDES, held_s
from bot.handover.experts import Experts
from bot.handover.outcomes import CallOutcome
from bot.handover.side_calls import COLLEAGUE, TOOK_OVER
from bot.handover.waits import WAITS


class _NothingToTakeOver(Exception):
    """Undoes what was begun."""


class Succession:
    """`take_over` may be tried by several at once."""

    def __init__(self, engine: Engine, experts: Experts, rooms: Rooms, clock: Clock) -> None:
        self._engine = engine
        self._experts = experts
        self._rooms = rooms
        self._clock = clock

    def take_over(self, call_id: str, was: tuple[str, ...]) -> bool:
        """End the expert's call as passed on to who is in the room; False when nobody is, or it was over."""
        try:
            with self._engine.begin() as db:
                heir = _taken_over(db, call_id, was, self._clock.now())
        except _NothingToTakeOver:
            return False
        busy = ("ringing", "free", "after_call")
        self._experts.change(heir["staff_id"], busy, "talking", self._clock.now())
        with suppress(CarrierUnavailable):
            # Where this fails, whoever is left in the room is found there alone and fetched.
            self._rooms.ends_with(Seat(heir["room"], heir["call_sid"]), True)
        return True


def _taken_over(db: Connection, call_id: str, was: tuple[str, ...], now: datetime) -> RowMapping:
    side = _step_in(db, call_id, now)
    left = update(CALLS).where(CALLS.c.id == call_id, CALLS.c.status.in_(was))
    over = {"status": "over", "outcome": CallOutcome.TRANSFERRED.value, "ended_at": now}
    ended = db.execute(left.values(**over).returning(CALLS)).mappings().first()
    if ended is None:
        raise _NothingToTakeOver
    theirs = update(WAITS).where(WAITS.c.id == ended["wait_id"], WAITS.c.status == "talking")
    theirs = theirs.where(WAITS.c.outcome.is_(None))
    values = {"last_expert_id": side["staff_id"], "news": None, "version": WAITS.c.version + 1}
    if db.execute(theirs.values(**values)).rowcount != 1:
        raise _NothingToTakeOver
    return _heir(db, side, ended, now)


def _step_in(db: Connection, call_id: str, now: datetime) -> RowMapping:
    here = update(SIDES).where(SIDES.c.expert_call_id == call_id, SIDES.c.kind == COLLEAGUE)
    here = here.where(SIDES.c.status == "joined")
    values = {"status": "over", "outcome": TOOK_OVER, "ended_at": now}
    side = db.execute(here.values(**values).returning(SIDES)).mappings().first()
    if side is None:
        raise _NothingToTakeOver
    return side


def _heir(db: Connection, side: RowMapping, ended: RowMapping, now: datetime) -> RowMapping:
    """Who is on hold stays so: it is the same room."""
    held = {"held_since": ended["held_since"], "hold_reason": ended["hold_reason"]}
    db.execute(update(CALLS).where(CALLS.c.id == ended["id"]).values(**NOT_HELD, held_s=held_s(ended, now)))
    values = {"id": side["id"], "wait_id": ended["wait_id"], "staff_id": side["staff_id"]}
    values |= {"call_sid": side["call_sid"], "room": ended["room"], "status": "talking", "created_at": now}
    values |= {"answered_at": side["answered_at"], "accepted_at": side["joined_at"], "accepted_on": "phone"}
    begun = insert(CALLS).values(joined_at=side["joined_at"], **values, **held)
    row: RowMapping = db.execute(begun.returning(CALLS)).mappings().one()
    return row
