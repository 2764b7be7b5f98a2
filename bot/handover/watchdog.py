"""Looks after every call and wait once a second: nothing stays in a state for ever, nobody is left alone."""

from dataclasses import dataclass

from bot.handover.call_ends import Rows
from bot.handover.deaths import Deaths
from bot.handover.expert_calls import LIVE
from bot.handover.orphans import Orphans
from bot.handover.overdue import Overdue
from bot.handover.side_watch import SideWatch
from bot.handover.strays import Strays

OPEN = ("waiting", "ringing", "talking")


@dataclass(frozen=True)
class Watches:
    """What is looked after, one kind of trouble each."""

    strays: Strays
    overdue: Overdue
    orphans: Orphans
    sides: SideWatch
    deaths: Deaths


class Watchdog:
    """Reads what is under way and hands it to those who know what may be wrong with it."""

    def __init__(self, rows: Rows, watches: Watches) -> None:
        self._rows = rows
        self._watches = watches

    def look(self) -> None:
        """Callers first: what is found of them decides what becomes of the calls."""
        calls, waits = self._rows.calls.in_status(*LIVE), self._rows.waits.in_status(*OPEN)
        if self._watches.strays.look(calls, waits):
            waits, calls = self._rows.waits.in_status(*OPEN), self._rows.calls.in_status(*LIVE)
        known = {wait["id"]: wait for wait in waits}
        for call in calls:
            if call["wait_id"] not in known and (wait := self._rows.waits.get(call["wait_id"])):
                known[wait["id"]] = wait
        self._watches.overdue.look(calls, known)
        self._watches.orphans.look(calls, waits)
        self._watches.sides.look()
        self._watches.deaths.look()
