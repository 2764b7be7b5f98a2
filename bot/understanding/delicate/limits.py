"""From where on the classifier's opinion of a flag counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
# How many held-out sentences that carry nothing may raise a flag at all, and how many as if said outright.
RAISED, RAISED_AS_SURE = 0.01, 0.002
# Missing these costs more than asking once too often.
RATHER_TOO_OFTEN = {"crisis": 0.03, "safety_injury": 0.02}
# Everyday requests are most of what is said: they must stay far rarer than look-alikes.
RAISED_EVERYDAY = 0.0015
# A cue is overruled only where the classifier is this much surer of the contrary.
VETO_BELOW, RARELY_VETOED = 0.3, 0.6
# What the sentences taught may ask for stays within these, or one odd sentence among them would decide.
LOWEST, HIGHEST, SUREST = 0.1, 0.3, 0.6
# Between being worth a question and being sure lies at least this much.
QUESTION = 0.1

# By flag and language: one language may be learned better than the other.
Table = dict[tuple[str, str], "Limits"]


@dataclass(frozen=True)
class Limits:
    """From `least` on a flag is asked about, from `sure` on it was said; below `veto` a cue is overruled."""

    least: float
    sure: float
    veto: float


def limits_of(code: str, alike: Sequence[float], everyday: Sequence[float]) -> Limits:
    """From the margins of held-out sentences that carry nothing: look-alikes, and everyday requests."""
    raised = RATHER_TOO_OFTEN.get(code, RAISED)
    quiet = _above(everyday, RAISED_EVERYDAY)
    least = float(np.clip(max(_above(alike, raised), quiet), LOWEST, HIGHEST))
    sure = float(np.clip(_above(alike, RAISED_AS_SURE), least + QUESTION, SUREST))
    return Limits(least, sure, least - (RARELY_VETOED if code in RATHER_TOO_OFTEN else VETO_BELOW))


def _above(margins: Sequence[float], share: float) -> float:
    """The margin only this share is above; 0 where there is nothing to learn it from."""
    return float(np.quantile(np.asarray(margins), 1 - share)) if len(margins) else 0.0
