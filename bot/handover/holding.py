"""The caller on hold, the expert muted: written down first, then asked of the carrier, or not done at all.

Written first, because a caller on hold whom nobody knows to be there could not be fetched back.
"""

from contextlib import suppress

from sqlalchemy import Engine, RowMapping, update

from bot.clock import Clock
from bot.conversation.record import Record
from bot.errors import CallGone, CarrierUnavailable
from bot.handover.call_ends import Rows
from bot.handover.conference import Rooms, Seat
from bot.handover.expert_calls import CALLS

# Why somebody is put on hold; the caller hears it (phrases hold_<reason>).
REASONS = ("look_up", "ask_colleague", "system_slow", "note_down")
HELD = "caller_held"
RESUMED = "caller_resumed"


class Holding:
    """For calls in the room; what raises CallGone or CarrierUnavailable has changed nothing."""

    def __init__(self, engine: Engine, rows: Rows, rooms: Rooms, clock: Clock) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._rows = rows
        self._rooms = rooms
        self._clock = clock

    def hold(self, call: RowMapping, reason: str) -> bool:
        """The caller hears why, and that somebody is still there; False for who is on hold already."""
        now, seat = self._clock.now(), self._caller(call)
        if not self._write(call, held_since=now, hold_reason=reason):
            return False
        try:
            self._rooms.hold(seat, call["id"])
        except CarrierUnavailable:
            self._not_held(call, seat)
            raise
        self._note(call, HELD, {"reason": reason})
        return True

    def resume(self, call: RowMapping) -> bool:
        """They hear one another again; False for who is not on hold."""
        if call["held_since"] is None:
            return False
        self._rooms.resume(self._caller(call))
        self._rows.calls.end_hold(call["id"], self._clock.now())
        self._note(call, RESUMED, {})
        return True

    def mute(self, call: RowMapping, muted: bool) -> None:
        """Nobody hears the expert, or everybody again."""
        self._rooms.mute(expert_seat(call), muted)
        self._rows.calls.change(call["id"], "talking", muted=muted)

    def _write(self, call: RowMapping, **values: object) -> bool:
        """Once, whoever clicks twice."""
        free = (CALLS.c.id == call["id"]) & (CALLS.c.status == "talking") & CALLS.c.held_since.is_(None)
        with self._engine.begin() as db:
            return db.execute(update(CALLS).where(free).values(**values)).rowcount == 1

    def _not_held(self, call: RowMapping, seat: Seat) -> None:
        """An answer may be lost on the way of an order that was carried out."""
        with suppress(CarrierUnavailable):
            self._rooms.resume(seat)
        self._rows.calls.change(call["id"], ("talking", "menu"), held_since=None, hold_reason=None)

    def _caller(self, call: RowMapping) -> Seat:
        wait = self._rows.waits.get(call["wait_id"])
        talk = self._record.by_id(wait["conversation_id"]) if wait else None
        if talk is None or talk.call_sid is None:
            raise CallGone("no caller")
        return Seat(call["room"], talk.call_sid)

    def _note(self, call: RowMapping, what: str, data: dict[str, str]) -> None:
        wait = self._rows.waits.get(call["wait_id"])
        talk = self._record.by_id(wait["conversation_id"]) if wait else None
        if talk:
            talk.last_at = self._clock.now()
            self._record.event(talk, "expert", what, {"expert_call": call["id"], **data})


def expert_seat(call: RowMapping) -> Seat:
    """Where the expert sits; raises CallGone without a call."""
    if call["call_sid"] is None:
        raise CallGone("no call")
    return Seat(call["room"], call["call_sid"])
