"""From where on the classifier's opinion of a flag counts; tuned in `data/delicate.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import TuningInvalid

NAMES = {"asked", "sure", "overruled"}


@dataclass(frozen=True)
class Limits:
    """Margins: from `asked` on asked about, from `sure` on said; below `overruled` no cue counts."""

    asked: float
    sure: float
    overruled: float


def limits_of(usual: Mapping[str, Any], own: Mapping[str, Any], where: str) -> Limits:
    """A situation's own limits before the usual ones; raises TuningInvalid."""
    both = {**usual, **own}
    if set(both) != NAMES or not both["overruled"] <= both["asked"] <= both["sure"]:
        raise TuningInvalid(f"{where}: limits need overruled <= asked <= sure, and nothing else")
    return Limits(**{name: float(margin) for name, margin in both.items()})
