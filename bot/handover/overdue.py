"""Every state of an expert's call has a time limit and a way out; a settled wait takes its calls back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.state import Sentence
from bot.errors import CarrierUnavailable
from bot.handover.call_ends import CallEnds, hung_up, is_settled
from bot.handover.lines import Lines
from bot.handover.outcomes import CallOutcome

# Longer than the carrier lets it ring, than keys are asked for, than a brief takes.
NOT_DIALLED = timedelta(seconds=12)
RINGS = timedelta(seconds=20)
KEYS = timedelta(seconds=25)
BRIEF = timedelta(seconds=30)
# Who was in the room is told by their own line; only who was not, or whose line is silent, is told from here.
OWN_LINE = timedelta(seconds=3)

# What an expert is told in one last sentence: (the call's row, the phrase).
Words = Callable[[RowMapping, str], Sentence]


class Overdue:
    """Looks at the calls under way."""

    def __init__(self, ends: CallEnds, lines: Lines, words: Words, clock: Clock) -> None:
        self._ends = ends
        self._lines = lines
        self._words = words
        self._clock = clock

    def look(self, calls: list[RowMapping], waits: Mapping[str, RowMapping]) -> None:
        """End what is over; `waits` has the wait of every call."""
        now = self._clock.now()
        for call in calls:
            wait = waits[call["wait_id"]]
            if is_settled(wait):
                self._take_back(call, wait, now)
            elif outcome := overdue(call, now):
                self._cut(call, outcome)

    def _take_back(self, call: RowMapping, wait: RowMapping, now: datetime) -> None:
        """The caller is gone, or helped otherwise."""
        if call["status"] in ("dialling", "ringing"):
            return self._cut(call, CallOutcome.WITHDRAWN)
        if call["joined_at"] and wait["ended_at"] and now - wait["ended_at"] < OWN_LINE:
            return None
        if self._ends.end(call["id"], hung_up(call, wait)):
            told = "expert_settled" if call["status"] == "answered" else "expert_caller_gone"
            self._tell(call, told)
        return None

    def _cut(self, call: RowMapping, outcome: CallOutcome) -> None:
        if self._ends.end(call["id"], outcome) and call["call_sid"]:
            try:
                self._lines.hang_up(call["call_sid"])
            except CarrierUnavailable:
                # It rings out by itself, and whoever answers hears that it is settled.
                return

    def _tell(self, call: RowMapping, key: str) -> None:
        try:
            self._lines.tell(call["call_sid"], self._words(call, key))
        except CarrierUnavailable:
            # Their own line asks us what next, and is told the same.
            return


def overdue(call: RowMapping, now: datetime) -> CallOutcome | None:
    """How a call has ended that stayed in one state for too long; None while there is time."""
    age = now - call["created_at"]
    if call["status"] in ("dialling", "ringing"):
        if call["call_sid"] is None and age > NOT_DIALLED:
            return CallOutcome.FAILED
        return CallOutcome.NO_ANSWER if age > RINGS else None
    if call["status"] == "answered":
        return CallOutcome.NO_KEY if now - call["answered_at"] > KEYS else None
    if call["status"] == "accepted":
        return CallOutcome.DROPPED_IN_BRIEF if now - call["accepted_at"] > BRIEF else None
    return None
