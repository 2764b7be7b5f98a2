"""From where on the classifier's opinion of a flag counts; tuned in `data/delicate.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import TuningInvalid

NAMES = {"asked", "sure", "overruled"}
Bounds = Mapping[str, tuple[float, float]]
# Beyond these the gate would ask everybody, or nobody any more.
BOUNDS: Bounds = {"asked": (-0.5, 1.0), "sure": (0.0, 1.5), "overruled": (-1.0, 0.5)}
# Missing these costs more than asking once too often, whoever tunes.
MOST_CAREFUL: Bounds = {"asked": (-0.5, 0.2), "sure": (0.0, 0.8), "overruled": (-1.0, 0.0)}
NEVER_LESS = frozenset({"crisis", "safety_injury"})


@dataclass(frozen=True)
class Limits:
    """Margins: from `asked` on asked about, from `sure` on said; below `overruled` no cue counts."""

    asked: float
    sure: float
    overruled: float


def bounds_of(code: str) -> Bounds:
    """How far the limits of this situation may be moved."""
    return MOST_CAREFUL if code in NEVER_LESS else BOUNDS


def check_bounds(code: str, limits: Limits, where: str) -> None:
    """Raises TuningInvalid for a limit beyond its bounds."""
    for name, (low, high) in bounds_of(code).items():
        if not low <= getattr(limits, name) <= high:
            raise TuningInvalid(f"{where}: {name} is not between {low:g} and {high:g}")


def limits_of(usual: Mapping[str, Any], own: Mapping[str, Any], where: str) -> Limits:
    """A situation's own limits before the usual ones; raises TuningInvalid."""
    both = {**usual, **own}
    if set(both) != NAMES or not both["overruled"] <= both["asked"] <= both["sure"]:
        raise TuningInvalid(f"{where}: limits need overruled <= asked <= sure, and nothing else")
    return Limits(**{name: float(margin) for name, margin in both.items()})
