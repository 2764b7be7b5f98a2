"""Calibration by steps: what share was right at confidences like this one, never falling."""

import bisect
from collections.abc import Callable, Sequence


def stepwise(confidences: Sequence[float], right: Sequence[bool]) -> Callable[[float], float]:
    """A function from confidence to the share right, by pooling adjacent violators."""
    blocks: list[list[float]] = []  # [lowest confidence, right, count]
    for confidence, hit in sorted(zip(confidences, right, strict=True)):
        blocks.append([confidence, float(hit), 1.0])
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            _, hits, count = blocks.pop()
            blocks[-1][1] += hits
            blocks[-1][2] += count
    starts, shares = [block[0] for block in blocks], [_share(block) for block in blocks]
    return lambda confidence: shares[max(bisect.bisect_right(starts, confidence) - 1, 0)]


def _share(block: Sequence[float]) -> float:
    return block[1] / block[2]
