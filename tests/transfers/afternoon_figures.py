"""How the afternoon went, in the figures a call centre is judged by; each with numerator and denominator."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handover.estimate import bucket, error_p80, hit
from bot.handover.kept_rate import KeptRate, kept_rates
from carrier import Call
from tests.transfers.afternoon import START, Afternoon
from tests.transfers.afternoon_history import history, read
from tests.transfers.afternoon_replay import Row
from tests.virtual import VirtualHotline

# So soon a caller should hear a person, and the share of callers for whom that should come true.
TARGETS = {"P0": (10, 0.95), "P1": (20, 0.90), "P2": (30, 0.80), "P3": (60, 0.80)}
# Whoever hangs up sooner has not waited.
NOT_WAITED = timedelta(seconds=5)
# The dispatcher looks every second.
AT_ONCE = timedelta(seconds=2)
BUSY, THERE = ("ringing", "talking", "after_call"), ("free", "ringing", "talking", "after_call")
VOICE_WITHIN_S = 30


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    of: int
    all: int

    def __str__(self) -> str:
        return f"{self.of}/{self.all} ({self.of / self.all:.0%})" if self.all else "0/0"


@dataclass(frozen=True)
class Band:
    """What callers of one priority met; waits in seconds."""

    priority: str
    offered: int
    answered: int
    in_time: Share
    abandoned: Share
    asa_s: float | None


@dataclass(frozen=True)
class Estimates:
    """How right the estimates were that callers were told first."""

    hits: Share
    error_p80: float | None


@dataclass(frozen=True)
class Voice:
    """Seconds from a flag to a human voice; `at_once`: somebody was free and rung at once."""

    seconds: float
    priority: str
    at_once: bool


@dataclass(frozen=True)
class Figures:
    """All of them."""

    waits: Counter[tuple[str, str, str]]
    calls: Counter[str]
    bands: list[Band]
    promises: list[KeptRate]
    estimates: Estimates
    voices: list[Voice]
    thread_after_s: list[float]
    occupancy: float


def figures(afternoon: Afternoon) -> Figures:
    """From the rows and from what was heard."""
    hotline = afternoon.hotline
    waits = [read(row) for row in hotline.rows("SELECT * FROM waits")]
    calls = hotline.rows("SELECT outcome FROM expert_calls")
    live = [row for row in waits if row["channel"] == "voice" and row["promise_id"] is None]
    texts = [row for row in waits if row["channel"] == "sms" and row["answered_at"]]
    until = hotline.clock.now() + timedelta(seconds=1)
    return Figures(
        Counter((row["channel"], row["priority"], row["outcome"] or "open") for row in waits),
        Counter(row["outcome"] for row in calls),
        [_band(priority, live) for priority in TARGETS],
        kept_rates(hotline.engine, START, until),
        _estimates(live),
        flag_to_voice(afternoon),
        sorted(_waited_s(row) for row in texts),
        _occupancy(hotline, afternoon.plan.hours),
    )


def _band(priority: str, waits: Sequence[Row]) -> Band:
    mine = [row for row in waits if row["priority"] == priority and not _gone_at_once(row)]
    answered = [row for row in mine if row["answered_at"]]
    gone = [row for row in mine if row["outcome"] == "caller_hung_up" and not row["answered_at"]]
    seconds, _ = TARGETS[priority]
    soon = [row for row in answered if _waited_s(row) <= seconds]
    return Band(
        priority,
        len(mine),
        len(answered),
        Share(len(soon), len(answered) + len(gone)),
        Share(len(gone), len(mine)),
        sum(map(_waited_s, answered)) / len(answered) if answered else None,
    )


def _gone_at_once(row: Row) -> bool:
    left: datetime | None = row["ended_at"]
    return not row["answered_at"] and left is not None and left - row["entered_at"] < NOT_WAITED


def _waited_s(row: Row) -> float:
    seconds: float = (row["answered_at"] - row["entered_at"]).total_seconds()
    return seconds


def _estimates(waits: Iterable[Row]) -> Estimates:
    told = [
        (float(row["estimate_s"]), _waited_s(row))
        for row in waits
        if row["estimate_s"] is not None and row["answered_at"]
    ]
    hits = sum(hit(bucket(estimate_s), waited_s) for estimate_s, waited_s in told)
    return Estimates(Share(hits, len(told)), error_p80(told))


def flag_to_voice(afternoon: Afternoon) -> list[Voice]:
    """Of everybody who called, said something delicate and then heard a person."""
    query = """SELECT talks.call_sid AS sid, MIN(events.at) AS flagged_at, MIN(waits.priority) AS priority,
        (SELECT MIN(c.created_at) FROM expert_calls c WHERE c.wait_id = waits.id) AS rung_at
        FROM events JOIN conversations talks ON talks.id = events.conversation_id
        JOIN waits ON waits.conversation_id = talks.id
        WHERE what = 'flag_raised' AND talks.channel = 'voice' GROUP BY talks.call_sid"""
    rows = map(read, afternoon.hotline.rows(query))
    found = (_voice(afternoon.hotline.network.calls[row["sid"]], row) for row in rows)
    return [voice for voice in found if voice is not None]


def _voice(call: Call, row: Row) -> Voice | None:
    flagged_at: datetime = row["flagged_at"]
    first = next((one.at for one in call.heard if one.kind == "person" and one.at >= flagged_at), None)
    if first is None:
        return None
    rung_at: datetime | None = row["rung_at"]
    at_once = rung_at is not None and timedelta(0) <= rung_at - flagged_at <= AT_ONCE
    return Voice((first - flagged_at).total_seconds(), row["priority"], at_once)


def _occupancy(hotline: VirtualHotline, hours: float) -> float:
    """The time somebody was rung, talked or wrote up, of the time they were there and not on a break."""
    end = START + timedelta(hours=hours)
    spent, last = Counter[str](), dict[str, Row]()
    for change in history(hotline):
        if change.table == "staff":
            _count(spent, last.get(change.row["id"]), min(change.row["status_since"], end))
            last[change.row["id"]] = change.row
    for row in last.values():
        _count(spent, row, end)
    return sum(spent[status] for status in BUSY) / sum(spent[status] for status in THERE)


def _count(spent: Counter[str], before: Row | None, until: datetime) -> None:
    if before is not None and until > before["status_since"]:
        spent[before["status"]] += round((until - before["status_since"]).total_seconds())


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value so many of all stay within; `values` are sorted."""
    return values[math.ceil(share * len(values)) - 1] if values else None
