"""Rows left half-way when a process died between two steps: found by what does not fit, and put right."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.handover.call_ends import HEAVY, CallEnds, Rows
from bot.handover.outcomes import WaitOutcome

# Whoever is at it right now needs no help.
AT_IT = timedelta(seconds=5)
# Text messages are answered at the desk, without a call.
PHONED = ("voice", "callback")


class Orphans:
    """Waits that ring nobody, experts rung by nobody, waits that nobody closed."""

    def __init__(self, rows: Rows, ends: CallEnds, clock: Clock) -> None:
        self._rows = rows
        self._ends = ends
        self._clock = clock

    def look(self, calls: Sequence[RowMapping], waits: Sequence[RowMapping]) -> None:
        """`calls` are those under way, `waits` all that are not over."""
        now, rung = self._clock.now(), {call["wait_id"] for call in calls}
        for wait in waits:
            if wait["outcome"] is not None:
                self._close(wait, now)
            elif wait["status"] != "waiting" and wait["channel"] in PHONED and wait["id"] not in rung:
                self._wait(wait, now)
        texting = {wait["last_expert_id"] for wait in waits if _is_text_talk(wait)}
        busy = self._rows.calls.on_the_phone() | texting
        for expert in self._rows.experts.here(("ringing", "talking")):
            if expert["id"] not in busy:
                self._expert(expert, now)

    def _close(self, wait: RowMapping, now: datetime) -> None:
        """Settled, and the caller has been told."""
        if wait["news"] is None:
            self._rows.waits.end(wait["id"], WaitOutcome(wait["outcome"]), now)

    def _wait(self, wait: RowMapping, now: datetime) -> None:
        """Nobody is being called for it: what follows from its last call was not done."""
        calls = self._rows.calls.of_wait(wait["id"])
        if calls and (calls[-1]["ended_at"] is None or now - calls[-1]["ended_at"] < AT_IT):
            return
        if calls:
            self._ends.follow(calls[-1])
        # What did not fit its last call either is simply waited for again.
        self._rows.waits.change(wait["id"], "ringing", status="waiting")
        still = self._rows.waits.get(wait["id"])
        if still and still["status"] == "talking" and still["outcome"] is None:
            self._rows.waits.back_to_front(wait["id"], "expert_gone")

    def _expert(self, expert: RowMapping, now: datetime) -> None:
        if now - expert["status_since"] < AT_IT:
            return
        if expert["status"] == "ringing":
            self._rows.experts.release(expert["id"], now)
            return
        last = self._rows.calls.last_of(expert["id"])
        # Without a call since they began to talk they are at the desk, with a text message.
        if last and last["ended_at"] and last["ended_at"] >= expert["status_since"]:
            wait = self._rows.waits.get(last["wait_id"])
            self._ends.free_expert(last, heavy=bool(wait and wait["priority"] in HEAVY))


def _is_text_talk(wait: RowMapping) -> bool:
    return bool(wait["channel"] == "sms" and wait["status"] == "talking")
