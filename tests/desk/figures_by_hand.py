"""The same figures once more, from the raw rows and from a history the database keeps by itself.

Written without bot.figures, from the words of the definitions alone.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.transfers.afternoon_history import history, read
from tests.virtual import VirtualHotline

# Of each figure: numerator and denominator.
Shares = dict[str, tuple[float, float]]
SECONDS = {"P0": 10, "P1": 20, "P2": 30, "P3": 60}
QUEUED = """SELECT * FROM waits WHERE channel = 'voice' AND promise_id IS NULL
    AND NOT (outcome IS 'caller_hung_up' AND answered_at IS NULL
             AND (julianday(ended_at) - julianday(entered_at)) * 86400.0 < 4.9999)"""


def by_hand(hotline: VirtualHotline, since: datetime, until: datetime) -> Shares:
    """Everything that happened between these two moments, which is all there is."""
    queued = [read(row) for row in hotline.rows(QUEUED)]
    return {
        **_service(queued),
        **_talks(hotline),
        **_presence(hotline, since, until),
        **_handovers(hotline),
        **_promised(hotline, until),
        **_estimated(queued),
    }


def _service(queued: list[dict[str, Any]]) -> Shares:
    found: Shares = {}
    lost = {row["id"] for row in queued if not row["answered_at"] and row["outcome"] == "caller_hung_up"}
    taken = [row for row in queued if row["answered_at"]]
    for band, within in SECONDS.items():
        of_band = [row for row in queued if row["priority"] == band]
        met = [row for row in taken if row["priority"] == band]
        quick = [row for row in met if row["answered_at"] <= row["entered_at"] + timedelta(seconds=within)]
        found[f"service_level {band}"] = (
            len(quick),
            len(met) + len([row for row in of_band if row["id"] in lost]),
        )
    waits = [row["answered_at"] - row["entered_at"] for row in taken]
    found["asa"] = (sum(waits, timedelta()) / timedelta(seconds=1), len(waits))
    found["abandoned"] = (len(lost), len(queued))
    return found


def _talks(hotline: VirtualHotline) -> Shares:
    """Talk with hold, and the after-call work as the history of the staff has it."""
    total, count = timedelta(), 0
    met = "SELECT * FROM expert_calls WHERE joined_at IS NOT NULL AND ended_at IS NOT NULL"
    calls = [read(row) for row in hotline.rows(met)]
    changes = _changes_of_staff(hotline)
    for call in calls:
        later = [one for one in changes[call["staff_id"]] if one[0] >= call["ended_at"]]
        if not later:
            continue
        begun, status = later[0]
        if status == "after_call":
            over = [at for at, _ in later[1:]]
            if not over:
                continue
            total += over[0] - begun
        total += call["ended_at"] - call["joined_at"]
        count += 1
    held = sum(call["held_s"] for call in calls)
    return {"handling_time": (total / timedelta(seconds=1), count), "on_hold": (held, len(calls))}


def _presence(hotline: VirtualHotline, since: datetime, until: datetime) -> Shares:
    spent: dict[str, timedelta] = defaultdict(timedelta)
    for changes in _changes_of_staff(hotline).values():
        ends = [at for at, _ in changes[1:]] + [until]
        for (begun, status), ended in zip(changes, ends, strict=True):
            spent[status] += max(timedelta(), min(ended, until) - max(begun, since))
    work = spent["ringing"] + spent["talking"] + spent["after_call"]
    return {"occupancy": (work / timedelta(seconds=1), (work + spent["free"]) / timedelta(seconds=1))}


def _changes_of_staff(hotline: VirtualHotline) -> dict[str, list[tuple[datetime, str]]]:
    """When each began what, from every change of their row."""
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for change in history(hotline):
        if change.table == "staff":
            mine, now = found[change.row["id"]], (change.row["status_since"], change.row["status"])
            if not mine or mine[-1] != now:
                mine.append(now)
    return found


def _handovers(hotline: VirtualHotline) -> Shares:
    one = hotline.rows(
        """SELECT
        (SELECT COUNT(*) FROM conversations c WHERE channel = 'voice' AND call_sid IS NOT NULL
         AND call_sid NOT IN (SELECT call_sid FROM dials WHERE call_sid IS NOT NULL)) AS calls,
        (SELECT COUNT(DISTINCT conversation_id) FROM waits WHERE channel = 'voice' AND promise_id IS NULL)
         AS asked,
        (SELECT COUNT(*) FROM waits WHERE answered_at IS NOT NULL) AS met,
        (SELECT COUNT(*) FROM waits w WHERE answered_at IS NOT NULL AND (
            EXISTS (SELECT 1 FROM expert_calls x WHERE x.wait_id = w.id AND x.outcome = 'transferred')
            OR EXISTS (SELECT 1 FROM events e WHERE e.what = 'owner_changed' AND e.who = 'expert'
                AND json_extract(e.data, '$.wait') = w.id
                AND json_extract(e.data, '$.because') = 'passed_on'))) AS again,
        (SELECT COUNT(DISTINCT w.id) FROM waits w JOIN case_closings k ON k.wait_id = w.id
         WHERE k.had_to_repeat AND w.answered_at IS NOT NULL) AS repeated"""
    )[0]
    return {
        "transferred": (one["asked"], one["calls"]),
        "passed_on": (one["again"], one["met"]),
        "repeated": (one["repeated"], one["met"]),
    }


def _promised(hotline: VirtualHotline, until: datetime) -> Shares:
    rows = [read(row) for row in hotline.rows("SELECT * FROM promises WHERE outcome <> 'cancelled'")]
    counted = [row for row in rows if min(row["settled_at"] or row["due_by"], row["due_by"]) < until]
    calls = [row for row in counted if row["kind"] == "callback"]
    answers = [row for row in counted if row["kind"] == "answer"]
    dialled = [row for row in calls if row["attempts"]]
    return {
        "callbacks_kept": (sum(map(_kept, calls)), len(calls)),
        "callbacks_reached": (sum(row["outcome"] == "kept" for row in dialled), len(dialled)),
        "answers_kept": (sum(map(_kept, answers)), len(answers)),
    }


def _kept(row: dict[str, Any]) -> bool:
    return row["outcome"] == "kept" or (row["attempts"] > 0 and row["outcome"] in ("open", "unreached"))


def _estimated(queued: list[dict[str, Any]]) -> Shares:
    told = [row for row in queued if row["answered_at"] and row["estimate_s"] is not None]
    return {"estimates_hit": (sum(map(_as_told, told)), len(told))}


def _as_told(row: dict[str, Any]) -> bool:
    """Under two, two to five, five to ten, or more than ten minutes."""
    minutes = (row["answered_at"] - row["entered_at"]) / timedelta(minutes=1)
    lines = [0, 2, 5, 10, float("inf")]
    told = row["estimate_s"] / 60
    low, high = next((a, b) for a, b in pairwise(lines) if a <= told < b)
    return bool(low <= minutes <= high)
