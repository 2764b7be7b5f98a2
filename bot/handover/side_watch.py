"""Looks after the phones beside talks once a second: none rings on, waits on or listens on for ever."""

from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.errors import CarrierUnavailable
from bot.handover.lines import Lines
from bot.handover.overdue import NOT_DIALLED, RINGS
from bot.handover.side_calls import FAILED, NO_ANSWER, NO_KEY, UNANSWERED, WITHDRAWN
from bot.handover.side_line import Beside, SideLine
from bot.handover.strays import asked_now

# Two questions for the key, and the brief.
ANSWERS = timedelta(seconds=45)


class SideWatch:
    """Ends what is overdue or whose talk is over; all it knows is in the rows."""

    def __init__(self, beside: Beside, line: SideLine, lines: Lines, clock: Clock) -> None:
        self._rows, self._sides = beside.rows, beside.sides
        self._ringing = beside.ringing
        self._line = line
        self._lines = lines
        self._clock = clock

    def look(self) -> None:
        """At every side call under way."""
        for side in self._sides.live():
            call = self._rows.calls.get(side["expert_call_id"])
            if call is None or call["status"] == "over":
                self._end(side, WITHDRAWN)
            elif outcome := overdue(side, self._clock.now()):
                self._end(side, outcome)
            elif side["status"] == "joined" and asked_now(side["id"], self._clock.now()):
                self._still_there(side)

    def _end(self, side: RowMapping, outcome: str) -> None:
        if self._ringing.end(side, outcome):
            self._ringing.stop(side["call_sid"])

    def _still_there(self, side: RowMapping) -> None:
        try:
            over = side["call_sid"] is None or self._lines.is_over(side["call_sid"])
        except CarrierUnavailable:
            return
        if over:
            self._line.put_down(side["id"])


def overdue(side: RowMapping, now: datetime) -> str | None:
    """How one has ended that stayed in one state for too long; None while there is time."""
    age = now - side["created_at"]
    if side["status"] in UNANSWERED:
        if side["call_sid"] is None and age > NOT_DIALLED:
            return FAILED
        return NO_ANSWER if age > RINGS else None
    if side["status"] == "answered":
        return NO_KEY if now - side["answered_at"] > ANSWERS else None
    return None
