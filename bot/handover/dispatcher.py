"""Brings waiting callers and experts together, from rows alone: a restarted server goes on where it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.current import settled
from bot.errors import CarrierUnavailable
from bot.handover.bridge import Bridge
from bot.handover.call_ends import Rows
from bot.handover.choosing import Moment, Staff, choose, nobody_left
from bot.handover.expert_calls import LIVE
from bot.handover.grace import resting_for_callbacks
from bot.handover.line_up import as_waiting
from bot.handover.orphans import PHONED
from bot.handover.ringing import Ringing
from bot.handover.rounds import Rounds
from bot.handover.routing import Match, Served, is_starving
from bot.handover.routing_people import HOUSE, Figures, Waiting
from bot.handover.staffing import Staffing
from bot.handover.watchdog import Watchdog

REST_S = 1.0
# The carrier takes no calls: not to be asked every second by everybody.
CARRIER_REST_S = 2.0
# Somebody rung for a P0 is not rung again for it at once while there are others.
AGAIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Parts:
    """What the dispatcher works with."""

    ringing: Ringing
    watchdog: Watchdog
    rounds: Rounds
    bridge: Bridge
    staffing: Staffing


class Dispatcher:
    """`work` is for a Worker: every second, or when woken."""

    def __init__(self, rows: Rows, parts: Parts, clock: Clock, figures: Figures = HOUSE) -> None:
        self._rows = rows
        self._parts = parts
        self._clock = clock
        self._figures = figures

    def work(self) -> float:
        """Put right what is overdue or left half-way, then ring; seconds to rest."""
        self._rows.experts.rested(self._clock.now())
        self._parts.watchdog.look()
        live = self._rows.calls.in_status(*LIVE)
        rung = {call["wait_id"] for call in live}
        rows = self._rows.waits.in_status("waiting", channels=PHONED)
        waiting = {row["id"]: row for row in rows if row["id"] not in rung and row["outcome"] is None}
        if not waiting:
            return REST_S
        return self._serve(waiting, self._rows.calls.on_the_phone())

    def _serve(self, waiting: Mapping[str, RowMapping], busy: set[str]) -> float:
        people = self._parts.staffing.rows()
        staff = self._parts.staffing.staff(people.values(), busy)
        now = self._clock.now()
        resting = resting_for_callbacks(people.values(), now)
        line = [_in_line(row, resting) for row in waiting.values()]
        moment = Moment(now, self._served(line, now), self._lately(waiting), settled(self._figures))
        found = choose(line, staff, moment)
        self._without(waiting, staff, found)
        for match in found:
            if self._gone(waiting[match.waiting_id]):
                continue
            if not self._parts.ringing.ring(waiting[match.waiting_id], people[match.expert_id]):
                return CARRIER_REST_S
        return REST_S

    def _gone(self, wait: RowMapping) -> bool:
        """No expert is rung for a caller who is gone: the carrier knows, even if it could not tell us."""
        if wait["channel"] != "voice":
            return False
        try:
            return self._parts.bridge.is_gone(wait["conversation_id"])
        except CarrierUnavailable:
            return False

    def _without(self, waiting: Mapping[str, RowMapping], staff: Staff, found: Sequence[Match]) -> None:
        """Those for whom nobody is left."""
        helped = {match.waiting_id for match in found}
        for row in waiting.values():
            if row["id"] not in helped and nobody_left(as_waiting(row), staff, self._figures):
                self._parts.rounds.nobody_left(row)

    def _served(self, line: Sequence[Waiting], now: datetime) -> Served:
        """How many were rung for since the last one who had starved; from the calls, to survive a restart.

        Counts for nothing while nobody starves, and is not looked up then.
        """
        since = 0
        if not any(is_starving(caller, now, self._figures) for caller in line):
            return Served(since)
        for call in self._rows.calls.newest(self._figures.starving_every):
            wait = self._rows.waits.get(call["wait_id"])
            if wait and is_starving(as_waiting(wait), call["created_at"], self._figures):
                break
            since += 1
        return Served(since)

    def _lately(self, waiting: Mapping[str, RowMapping]) -> dict[str, list[str]]:
        """Whom a P0 has just been rung for in vain."""
        since = self._clock.now() - AGAIN
        urgent = [row["id"] for row in waiting.values() if row["priority"] == "P0"]
        return {one: self._rung_since(one, since) for one in urgent}

    def _rung_since(self, wait_id: str, since: datetime) -> list[str]:
        calls = self._rows.calls.of_wait(wait_id)
        return [call["staff_id"] for call in calls if call["ended_at"] and call["ended_at"] >= since]


def _in_line(row: RowMapping, resting: frozenset[str]) -> Waiting:
    """A call back waits for somebody who has had a moment after their last call."""
    caller = as_waiting(row)
    if row["channel"] != "callback":
        return caller
    return replace(caller, not_experts=caller.not_experts | resting)
