"""How long a caller will wait, what of it is spoken, and how right it was. Pure; all times in seconds."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.handover.routing import ahead_of
from bot.handover.routing_people import Expert, Waiting

AHT_FLOOR_S = 90.0
# Shorter waits count as this long: being ten seconds off after one second would look like an error of 1000 %.
SHORTEST_WAIT_S = 60.0
ALARM = 1.0
P80 = 0.8
# Spoken as "under 2", "2 to 5" … minutes. A wait on the line between two makes both true.
BUCKETS = {
    "under_2": (0.0, 120.0),
    "2_5": (120.0, 300.0),
    "5_10": (300.0, 600.0),
    "over_10": (600.0, math.inf),
}


@dataclass(frozen=True)
class LastHour:
    """How long each case of the last 60 minutes took, with the work after it; the share that hung up."""

    handle_times_s: tuple[float, ...] = ()
    abandonment: float = 0.0

    @property
    def aht_s(self) -> float:
        """The average; never under 90 s, which is also what counts while nothing has ended yet."""
        times = self.handle_times_s
        return max(AHT_FLOOR_S, sum(times) / len(times)) if times else AHT_FLOOR_S


@dataclass(frozen=True)
class Load:
    """What a caller's wait depends on.

    `ahead` includes call backs that are due; `agent_queues` has, for every expert logged in for this queue,
    the number of queues they serve.
    """

    ahead: int
    idle: int
    agent_queues: tuple[int, ...]
    hour: LastHour = LastHour()


def estimate(load: Load) -> float | None:
    """The expected wait; None when no expert is logged in, so that no number may be told."""
    capacity = sum(1 / queues for queues in load.agent_queues if queues)
    if not capacity:
        return None
    turns = max(0, load.ahead - load.idle + 1)
    return turns * load.hour.aht_s / capacity * (1 - load.hour.abandonment)


def load_for(
    caller: Waiting,
    waiting: Sequence[Waiting],
    at_work: Sequence[Expert],
    idle: Collection[str],
    hour: LastHour,
) -> Load:
    """The load as this caller meets it; a queue is a language, the one thing that never softens.

    `waiting` includes call backs due now; `at_work` are all on duty who may take this call sooner or later,
    `idle` the ids of those now free.
    """
    speaking = [expert for expert in at_work if caller.language in expert.languages]
    free = sum(expert.id in idle for expert in speaking)
    return Load(len(ahead_of(caller, waiting)), free, tuple(len(e.languages) for e in speaking), hour)


def bucket(estimate_s: float) -> str:
    """What is spoken of an estimate: "under_2", "2_5", "5_10" or "over_10" minutes."""
    return next((name for name, (_, most) in BUCKETS.items() if estimate_s < most), "over_10")


def spoken_place(previous: int | None, now_place: int) -> int | None:
    """The place to speak; None means "takes a bit longer", because it got worse since `previous`.

    Keep the better of both as the next `previous`: a place once told is never told worse.
    """
    return now_place if previous is None or now_place <= previous else None


def hit(spoken: str, waited_s: float) -> bool:
    """Whether the wait was what had been spoken."""
    least, most = BUCKETS[spoken]
    return least <= waited_s <= most


def hit_rate(spoken_and_waited: Sequence[tuple[str, float]]) -> float | None:
    """The share of waits that were as spoken; None without any."""
    hits = [hit(spoken, waited_s) for spoken, waited_s in spoken_and_waited]
    return sum(hits) / len(hits) if hits else None


def error(estimate_s: float, waited_s: float) -> float:
    """How far the estimate was off, as a share of the wait: 1.0 is 100 %."""
    return abs(estimate_s - waited_s) / max(waited_s, SHORTEST_WAIT_S)


def error_p80(estimated_and_waited: Sequence[tuple[float, float]]) -> float | None:
    """The error that four of five estimates stay within; None without any."""
    errors = sorted(error(estimated_s, waited_s) for estimated_s, waited_s in estimated_and_waited)
    return errors[math.ceil(P80 * len(errors)) - 1] if errors else None


def is_alarming(estimated_and_waited: Sequence[tuple[float, float]]) -> bool:
    """Whether the estimates are so wrong that ops must look: one in five is off by more than 100 %."""
    p80 = error_p80(estimated_and_waited)
    return p80 is not None and p80 > ALARM
