"""Was everybody served, once: no two experts for one caller, no expert with two, nobody forgotten."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tests.transfers.afternoon import Afternoon
from tests.transfers.afternoon_callers import NOBODY, Caller
from tests.transfers.afternoon_history import read
from tests.transfers.afternoon_staff import STAFF
from tests.virtual import VirtualHotline

# From when to when somebody was engaged, and who.
Span = tuple[datetime, datetime, str]
AT_ONCE = timedelta(seconds=3)


def served_twice(hotline: VirtualHotline) -> list[str]:
    """Callers with two experts at once, and experts with two callers, or rung beside a talk."""
    calls = [read(row) for row in hotline.rows("SELECT * FROM expert_calls")]
    accepted = [
        (call["accepted_at"], call["ended_at"], call["wait_id"]) for call in calls if call["accepted_at"]
    ]
    engaged = [(call["created_at"], call["ended_at"], call["staff_id"]) for call in calls]
    return [*overlapping(accepted), *overlapping([*engaged, *threads(hotline)])]


def threads(hotline: VirtualHotline) -> Iterator[Span]:
    """From when to when an expert had a text thread."""
    query = "SELECT at, data FROM events WHERE what = 'owner_changed' AND who = 'expert' ORDER BY id"
    taken: dict[str, tuple[datetime, str]] = {}
    for row in map(read, hotline.rows(query)):
        at, data = row["at"], json.loads(row["data"])
        if data["to"] == "expert":
            taken[data["wait"]] = (at, data["staff"])
        elif data["wait"] in taken:
            since, staff = taken.pop(data["wait"])
            yield since, at, staff


def overlapping(spans: Iterable[Span]) -> Iterator[str]:
    """Everybody engaged again before they were free."""
    last: dict[str, Span] = {}
    for span in sorted(spans):
        before = last.get(span[2])
        if before and span[0] < before[1]:
            yield f"{span[2]} twice from {span[0]:%H:%M:%S}, engaged since {before[0]:%H:%M:%S}"
        if before is None or span[1] > before[1]:
            last[span[2]] = span


def forgotten(afternoon: Afternoon) -> list[str]:
    """Whatever is still open, and every caller who stayed and got nothing."""
    hotline = afternoon.hotline
    restless = [] if afternoon.rested else ["somebody is still waited for, or owed a call"]
    return [*restless, *_open(hotline), *_left_over(hotline), *_empty_handed(afternoon)]


def _open(hotline: VirtualHotline) -> Iterator[str]:
    for table in ("waits", "expert_calls"):
        for row in hotline.rows(f"SELECT * FROM {table} WHERE status <> 'over' OR outcome IS NULL"):
            yield f"{table} without an end: {row}"


def _left_over(hotline: VirtualHotline) -> Iterator[str]:
    for row in hotline.rows("SELECT id, status FROM staff WHERE status IN ('ringing', 'talking')"):
        yield f"{row['id']} is still {row['status']}"
    for sid, call in hotline.network.calls.items():
        if not call.over:
            yield f"{sid} is still on the line"


def _empty_handed(afternoon: Afternoon) -> Iterator[str]:
    hotline = afternoon.hotline
    promised = {row["phone"] for row in hotline.rows("SELECT phone FROM promises")}
    for caller in afternoon.callers:
        if caller.stays and caller.number not in promised and not _helped(afternoon, caller):
            yield f"{caller.kind} {caller.channel} {caller.number} got nothing"


def _helped(afternoon: Afternoon, caller: Caller) -> bool:
    """A human voice or hand, an answer of the bot to who wanted no more, or the truth."""
    if caller.channel == "sms":
        return _answered(afternoon, caller)
    heard = afternoon.calls[caller.number].heard
    if caller.kind == "bot":
        return any("morgen" in one.text or "tomorrow" in one.text for one in heard)
    return any(one.kind == "person" or NOBODY[caller.language] in one.text for one in heard)


def _answered(afternoon: Afternoon, caller: Caller) -> bool:
    inbox = [message.body for message in afternoon.hotline.network.phone(caller.number).inbox]
    if caller.kind == "bot":
        return any("morgen" in body or "tomorrow" in body for body in inbox)
    return any(f"{person.name} hier" in body for body in inbox for person in STAFF)


def written_twice(afternoon: Afternoon) -> list[str]:
    """Messages of experts that arrived more than once."""
    faults = []
    for caller in afternoon.callers:
        own = [
            m.body
            for m in afternoon.hotline.network.phone(caller.number).inbox
            if " hier, Nachricht" in m.body
        ]
        faults += [f"{caller.number}: {body}" for body in sorted({*own}) if own.count(body) > 1]
    return faults
