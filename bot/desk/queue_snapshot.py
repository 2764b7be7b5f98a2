"""The queue, read twice a second at most however many look at it."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.current import settled
from bot.desk.desk_terms import load_desk_terms
from bot.desk.overdue_waits import OverdueWaits
from bot.desk.queue_lines import Known, Line, queue_lines
from bot.desk.queue_rows import QueueRows, Read
from bot.desk.skill_of_flag import skill_of_flag
from bot.handover.estimate import LastHour
from bot.handover.last_hour import last_hour
from bot.handover.routing_file import RoutingTerms
from bot.kept import Kept

FRESH_S = 0.5
# The averages of an hour hardly move in half a minute.
HOUR_FRESH_S = 30.0


@dataclass(frozen=True)
class Snapshot:
    """One moment of the queue; `views` is for what is worked out from it, once per viewer."""

    at: datetime
    lines: tuple[Line, ...]
    people: Mapping[str, RowMapping]
    # The case each person talks or writes about now, by their id.
    at_work: Mapping[str, str]
    # Who writes with somebody.
    texting: frozenset[str]
    views: dict[Any, Any] = field(default_factory=dict, compare=False)


class QueueSnapshots:
    """Thread-safe; `fresh_s` is how old an answer may be."""

    def __init__(self, engine: Engine, clock: Clock, terms: RoutingTerms, fresh_s: float = FRESH_S) -> None:
        self._clock = clock
        self._terms = terms
        self._fresh_s = fresh_s
        self._rows = QueueRows(engine, load_desk_terms(), skill_of_flag())
        self._hour: Kept[LastHour] = Kept(partial(last_hour, engine), HOUR_FRESH_S if fresh_s else 0)
        self._overdue = OverdueWaits(terms)
        self._reading = threading.Lock()
        self._last: Snapshot | None = None
        self._until = 0.0

    @property
    def terms(self) -> RoutingTerms:
        """The rules it was made by."""
        return self._terms

    def now(self) -> Snapshot:
        """The queue, at most `fresh_s` old; whoever comes while it is being read gets the last one."""
        last = self._last
        if last is not None and time.monotonic() < self._until:
            return last
        if not self._reading.acquire(blocking=last is None):
            assert last
            return last
        try:
            return self._renewed()
        finally:
            self._reading.release()

    def fresh(self) -> Snapshot:
        """After a change of one's own: never the last one."""
        with self._reading:
            self._until = 0.0
            return self._renewed()

    def _renewed(self) -> Snapshot:
        if self._last is not None and time.monotonic() < self._until:
            return self._last
        now = self._clock.now()
        snapshot = self._of(self._rows.read(), now)
        if self._last is None or not _same(self._last, snapshot):
            self._last = snapshot
        self._until = time.monotonic() + self._fresh_s
        return self._last

    def _of(self, read: Read, now: datetime) -> Snapshot:
        self._overdue.forget({row["id"] for row in read.waits})
        lines = queue_lines(read, Known(settled(self._terms.figures), self._hour.at(now), self._overdue), now)
        return Snapshot(now, lines, read.people, _at_work(read), _texting(read))


def _same(last: Snapshot, new: Snapshot) -> bool:
    """Nothing has changed for anybody; what time softens is in the lines."""
    mine = (last.people, last.at_work, last.texting, last.lines)
    return mine == (new.people, new.at_work, new.texting, new.lines)


def _at_work(read: Read) -> dict[str, str]:
    talking = {row["last_expert_id"]: row["handover_id"] for row in read.waits if row["status"] == "talking"}
    cases = {row["id"]: row["handover_id"] for row in read.waits}
    by_phone = {
        call["staff_id"]: cases[wait_id]
        for wait_id, call in read.calls.items()
        if call["status"] in ("accepted", "talking", "menu") and wait_id in cases
    }
    return talking | by_phone


def _texting(read: Read) -> frozenset[str]:
    talking = (row for row in read.waits if row["status"] == "talking" and row["channel"] == "sms")
    return frozenset(row["last_expert_id"] for row in talking)
