"""Medians, 95th percentiles and ratios of measured times."""

import math
import statistics
from collections.abc import Mapping, Sequence

Samples = Mapping[str, Sequence[float]]


def median(times: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The smallest time that at least 95 of 100 do not exceed."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def ratio(ours: Sequence[float], stock: Sequence[float]) -> float:
    """Of the medians: below one, ours is quicker."""
    return median(ours) / median(stock)


def typical_call(samples: Samples) -> float:
    """The sum of all kinds' medians: what the turns of one call take together."""
    return sum(median(times) for times in samples.values())


def in_blocks(times: Sequence[float], size: int) -> list[float]:
    """The mean of each whole block, so that blocks of the same turns can be compared."""
    return [statistics.fmean(times[at : at + size]) for at in range(0, len(times) - size + 1, size)]
