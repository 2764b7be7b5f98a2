"""Milliseconds of single parses and sizes of files, as numbers for a comparison's result."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

Times = Sequence[float]


def latency_result(before: Times, after: Times) -> dict[str, Any]:
    """Both asked in turns; `ratio` of the medians, above 1 where the candidate is slower."""
    medians = [round(median(times), 2) for times in (before, after)]
    return {
        "of": len(before),
        "median_ms": medians,
        "p95_ms": [round(quantiles(times, n=20)[-1], 2) for times in (before, after)],
        "ratio": round(medians[1] / medians[0], 3),
    }


def size_result(files: Sequence[tuple[str, Path, Path]]) -> dict[str, list[int]]:
    """Bytes of each kind of file, before and after."""
    return {kind: [before.stat().st_size, after.stat().st_size] for kind, before, after in files}
