"""The figures a call centre is judged by, with numerator and denominator; the one place that defines them.

Pure: counted from rows. Nothing here is about one member of staff.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.handover.estimate import bucket, error_p80, hit
from bot.handover.kept_rate import KeptRate
from bot.handover.outcomes import CallOutcome, WaitOutcome

Row = Mapping[str, Any]

# Seconds within which a caller should hear a person, and for which share of callers that should come true.
TARGETS = {"P0": (10, 0.95), "P1": (20, 0.90), "P2": (30, 0.80), "P3": (60, 0.80)}
# Whoever hangs up sooner has not waited; they are counted apart.
NOT_WAITED = timedelta(seconds=5)
BUSY, THERE = ("ringing", "talking", "after_call"), ("free", "ringing", "talking", "after_call")
SHARE, SECONDS, COUNT = "share", "seconds", "count"


@dataclass(frozen=True)
class Figure:
    """`of` ÷ `all`, as a share or in seconds; `least` and `most` are what it should be."""

    name: str
    of: float
    all: float
    unit: str = SHARE
    least: float | None = None
    most: float | None = None
    priority: str = ""

    @property
    def value(self) -> float | None:
        """None while there is nothing to count."""
        if self.unit == COUNT:
            return self.of
        return self.of / self.all if self.all else None

    @property
    def good(self) -> bool | None:
        """Whether it is as it should be; None without a value or a target."""
        if self.value is None or (self.least is None and self.most is None):
            return None
        return (self.least or 0) <= self.value and (self.most is None or self.value <= self.most)


@dataclass(frozen=True)
class Facts:
    """The rows of one period: who entered the queue or was answered in it, talks that ended in it.

    `inbound` are the ids of phone conversations that customers began; `passed_on` the ids of waits whose
    expert passed the customer on; `repeated` those whose closing says that something had to be repeated;
    `spans` what staff did (staff_id, status, since, until, open: it goes on), in order of time.
    """

    since: datetime
    until: datetime
    waits: Sequence[Row] = ()
    calls: Sequence[Row] = ()
    spans: Sequence[Row] = ()
    inbound: frozenset[str] = frozenset()
    passed_on: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    promises: Sequence[KeptRate] = ()


def figures(facts: Facts) -> list[Figure]:
    """All of them, in the order they are shown."""
    live = [row for row in facts.waits if is_live(row, facts)]
    return [
        *(service_level(priority, live) for priority in TARGETS),
        speed_of_answer(live),
        abandoned(live),
        gone_at_once(live),
        handling_time(facts),
        on_hold(facts),
        occupancy(facts),
        transferred(live, facts),
        passed_on_again(facts),
        had_to_repeat(facts),
        *promises_kept(facts.promises),
        estimates_hit(live),
    ]


def is_live(row: Row, facts: Facts) -> bool:
    """A caller on the line who entered the queue in this period; a call back waits for an agreed time."""
    entered: datetime = row["entered_at"]
    return row["channel"] == "voice" and row["promise_id"] is None and facts.since <= entered < facts.until


def service_level(priority: str, live: Iterable[Row]) -> Figure:
    """Answered within the target ÷ answered or abandoned; the clock starts at the entry into the queue."""
    mine = [row for row in live if row["priority"] == priority and not left_at_once(row)]
    within_s, share = TARGETS[priority]
    answered = [row for row in mine if row["answered_at"]]
    gone = [row for row in mine if has_abandoned(row)]
    soon = [row for row in answered if waited(row).total_seconds() <= within_s]
    return Figure("service_level", len(soon), len(answered) + len(gone), least=share, priority=priority)


def speed_of_answer(live: Iterable[Row]) -> Figure:
    """ASA: the queue wait of answered calls ÷ answered calls."""
    waits = [waited(row) for row in live if row["answered_at"]]
    return Figure("asa", seconds(waits), len(waits), SECONDS, most=30)


def abandoned(live: Iterable[Row]) -> Figure:
    """Left in the queue ÷ offered to the queue; who wanted to be called back has not left."""
    offered = [row for row in live if not left_at_once(row)]
    return Figure("abandoned", sum(map(has_abandoned, offered)), len(offered), most=0.05)


def gone_at_once(live: Sequence[Row]) -> Figure:
    """Hung up within five seconds: in no other figure."""
    return Figure("gone_at_once", sum(map(left_at_once, live)), len(live), COUNT)


def has_abandoned(row: Row) -> bool:
    """Hung up, and nobody had answered."""
    return bool(row["outcome"] == WaitOutcome.HUNG_UP and not row["answered_at"])


def left_at_once(row: Row) -> bool:
    """Abandoned before they had really waited."""
    return has_abandoned(row) and bool(row["ended_at"] - row["entered_at"] < NOT_WAITED)


def waited(row: Row) -> timedelta:
    """From the entry into the queue to the first answer."""
    length: timedelta = row["answered_at"] - row["entered_at"]
    return length


def seconds(lengths: Iterable[timedelta]) -> float:
    """Of all together; nothing is lost to rounding."""
    return sum(lengths, timedelta()).total_seconds()


def handling_time(facts: Facts) -> Figure:
    """AHT: talk, hold and after-call work ÷ talks by phone whose after-call work is over."""
    spans: dict[str, list[Row]] = defaultdict(list)
    for span in facts.spans:
        spans[span["staff_id"]].append(span)
    all_talks = [(call, after_call(call, spans[call["staff_id"]])) for call in talks(facts)]
    done = [talked(call) + after for call, after in all_talks if after is not None]
    return Figure("handling_time", seconds(done), len(done), SECONDS)


def on_hold(facts: Facts) -> Figure:
    """The part of it that callers were on hold ÷ all talks by phone."""
    held = [call["held_s"] for call in talks(facts)]
    return Figure("on_hold", sum(held), len(held), SECONDS)


def talks(facts: Facts) -> list[Row]:
    """Calls in which expert and customer met, and that ended in this period."""
    return [
        call
        for call in facts.calls
        if call["joined_at"] and call["ended_at"] and facts.since <= call["ended_at"] < facts.until
    ]


def talked(call: Row) -> timedelta:
    """From the meeting to the end, hold included."""
    length: timedelta = call["ended_at"] - call["joined_at"]
    return length


def after_call(call: Row, spans: Sequence[Row]) -> timedelta | None:
    """What the expert did next, if it was to write this up; None while they still do. `spans` are theirs."""
    after = bisect_left(spans, call["ended_at"], key=lambda span: span["since"])
    span = spans[after] if after < len(spans) else None
    if span is None or (span["open"] and span["status"] == "after_call"):
        return None
    length: timedelta = span["until"] - span["since"]
    return length if span["status"] == "after_call" else timedelta()


def occupancy(facts: Facts) -> Figure:
    """Time rung, talking or writing up ÷ time there and not on a break; of all together."""
    busy = seconds(inside(span, facts) for span in facts.spans if span["status"] in BUSY)
    there = seconds(inside(span, facts) for span in facts.spans if span["status"] in THERE)
    return Figure("occupancy", busy, there, least=0.65, most=0.75)


def inside(span: Row, facts: Facts) -> timedelta:
    """So much of it lies in this period."""
    length: timedelta = min(span["until"], facts.until) - max(span["since"], facts.since)
    return max(timedelta(), length)


def transferred(live: Iterable[Row], facts: Facts) -> Figure:
    """Calls whose caller was put in line for a person ÷ calls."""
    asked = {row["conversation_id"] for row in live} & facts.inbound
    return Figure("transferred", len(asked), len(facts.inbound))


def passed_on_again(facts: Facts) -> Figure:
    """Handovers an expert had to pass on to another ÷ handovers; of every channel."""
    met = handovers(facts)
    return Figure("passed_on", len(met & facts.passed_on), len(met), most=0.05)


def had_to_repeat(facts: Facts) -> Figure:
    """Handovers whose expert says that something had to be repeated ÷ handovers."""
    met = handovers(facts)
    return Figure("repeated", len(met & facts.repeated), len(met), most=0.10)


def handovers(facts: Facts) -> set[str]:
    """Waits of customers whom an expert met in this period, by any channel."""
    return {
        row["id"]
        for row in facts.waits
        if row["answered_at"] and facts.since <= row["answered_at"] < facts.until
    }


def promises_kept(rates: Iterable[KeptRate]) -> list[Figure]:
    """Called in the window ÷ promised, customers reached ÷ called; answers given in time ÷ promised."""
    by_kind = {rate.kind: rate for rate in rates}
    call, answer = (by_kind.get(kind, KeptRate(kind, 0, 0)) for kind in ("callback", "answer"))
    return [
        Figure("callbacks_kept", call.kept, call.promised, least=0.95),
        Figure("callbacks_reached", call.reached, call.called, least=0.70),
        Figure("answers_kept", answer.kept, answer.promised, least=0.95),
    ]


def estimates_hit(live: Iterable[Row]) -> Figure:
    """Waits that were as long as the caller was told first ÷ answered callers who were told."""
    told = estimated(live)
    hits = sum(hit(bucket(told_s), was_s) for told_s, was_s in told)
    return Figure("estimates_hit", hits, len(told))


def estimate_error(live: Iterable[Row]) -> float | None:
    """What four of five estimates were off by at most, as a share of the wait."""
    return error_p80(estimated(live))


def estimated(live: Iterable[Row]) -> list[tuple[float, float]]:
    """Seconds told and seconds waited."""
    answered = (row for row in live if row["answered_at"] and row["estimate_s"] is not None)
    return [(float(row["estimate_s"]), waited(row).total_seconds()) for row in answered]


def was_passed_on(call: Row) -> bool:
    """Whether this expert gave the caller to a colleague."""
    return bool(call["outcome"] == CallOutcome.TRANSFERRED)
