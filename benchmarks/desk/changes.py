"""Makes the queue change, twice a second: somebody new waits, or somebody is taken."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.desk.signing_in import Visitor
from benchmarks.turn.lines import new_caller
from tests.stack import Stack

ORDINARY = "Ich möchte bitte mit einem Mitarbeiter sprechen"
# Comes before all of those, so that it is on the first page.
PRESSING = "Das übergebe ich jetzt meinem Anwalt"
FIRST_S = 1.0
ACCEPTED = (302, 303)
_FIRST = "SELECT id FROM waits WHERE status = 'waiting' ORDER BY priority, entered_at LIMIT 1"
_OF_TALKS = "FROM waits JOIN conversations talks ON talks.id = conversation_id"
_IDS = f"SELECT waits.id, waits.handover_id {_OF_TALKS} WHERE "


@dataclass(frozen=True)
class Change:
    """Something every page should show: `ids` appear or go; `at` (monotonic) is before it was stored."""

    kind: Literal["new", "taken"]
    at: float
    ids: tuple[str, ...]


class Changes:
    """On a running hotline; `accept` is where a wait is accepted, with its id to be filled in."""

    def __init__(self, stack: Stack, accept: str) -> None:
        self._stack = stack
        self._accept = accept
        self.made: list[Change] = []
        self.errors: list[str] = []

    def until(self, end: float, takers: Iterator[Visitor], pause_s: float) -> None:
        """One after the other, in turns, at this pace."""
        due, kinds = time.monotonic() + FIRST_S, itertools.cycle((True, False))
        while due < end:
            time.sleep(max(0.0, due - time.monotonic()))
            if next(kinds):
                self.new()
            else:
                self.taken(next(takers))
            due += pause_s

    def texted(self, words: str) -> str:
        """Somebody texts this, and waits for a person; their number."""
        caller = new_caller()
        self._stack.network.phone(caller).text(words, self._stack.number)
        return caller

    def new(self) -> None:
        """One more waits, before most of the others."""
        at = time.monotonic()
        caller = self.texted(PRESSING)
        self._note("new", at, "talks.caller = :value", caller)

    def taken(self, by: Visitor) -> None:
        """The first in line is taken by somebody who looks at no queue."""
        (first,) = self._stack.rows(_FIRST)
        at = time.monotonic()
        status = by.post(self._accept.format(wait=first["id"]))
        if status not in ACCEPTED:
            self.errors.append(f"taking a case was answered with {status}")
            return
        self._note("taken", at, "waits.id = :value", first["id"])

    def _note(self, kind: Literal["new", "taken"], at: float, where: str, value: str) -> None:
        found = self._stack.rows(_IDS + where, value=value)
        ids = tuple(one for row in found for one in (row["id"], row["handover_id"]))
        if not ids:
            self.errors.append(f"a change ({kind}) has left no case")
        self.made.append(Change(kind, at, ids))
