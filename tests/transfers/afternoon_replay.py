"""The state of queue and staff at every moment an expert was rung, built anew from the kept history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.handover.expert_calls import LIVE
from tests.transfers.afternoon_history import history
from tests.virtual import VirtualHotline

Row = dict[str, Any]
Rows = dict[str, Row]
# Rung in one go: one look of the dispatcher, which takes no time.
ONE_LOOK = timedelta(seconds=0.5)


@dataclass(frozen=True)
class Rung:
    """An expert's phone rings for a caller: both, and everybody else at that moment."""

    at: datetime
    wait: Row
    expert: Row
    waits: Rows
    staff: Rows
    calls: Rows

    def unserved(self) -> list[Row]:
        """Who else waits, by voice or for a call back, with nobody's phone ringing for them."""
        rung = {call["wait_id"] for call in self.calls.values() if call["status"] in LIVE}
        return [
            row
            for row in self.waits.values()
            if row["status"] == "waiting"
            and row["outcome"] is None
            and row["channel"] != "sms"
            and row["id"] not in rung
            and row["id"] != self.wait["id"]
        ]

    def free(self) -> list[Row]:
        """The other experts who could have been rung instead."""
        busy = {call["staff_id"] for call in self.calls.values() if call["status"] in LIVE}
        return [row for row in self.staff.values() if row["status"] == "free" and row["id"] not in busy]


def rings(hotline: VirtualHotline) -> Iterator[Rung]:
    """Every ring, oldest first."""
    rows: dict[str, Rows] = {"waits": {}, "staff": {}, "expert_calls": {}}
    for change in history(hotline):
        begun = change.table == "expert_calls" and change.row["id"] not in rows["expert_calls"]
        if begun:
            yield _rung(change.row, rows)
        rows[change.table][change.row["id"]] = change.row


def _rung(call: Row, rows: dict[str, Rows]) -> Rung:
    wait, expert = rows["waits"][call["wait_id"]], rows["staff"][call["staff_id"]]
    snapshot = (dict(rows["waits"]), dict(rows["staff"]), dict(rows["expert_calls"]))
    return Rung(call["created_at"], wait, expert, *snapshot)


def together(rung: Rung, all_rung: list[Rung]) -> list[Rung]:
    """What was rung in the same look."""
    return [other for other in all_rung if abs(other.at - rung.at) < ONE_LOOK]
