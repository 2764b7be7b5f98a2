"""From margins to confidences that are right as often as they say."""

from typing import Any

import numpy as np

Array = Any
# Where there are too few examples to find it out.
USUAL = 5.0
TRIED = np.arange(3.0, 9.0, 0.25)


def shares(margins: Array, sharpness: float) -> Array:
    """Confidences that add up to one in each row."""
    raised = np.exp(sharpness * (margins - margins.max(axis=1, keepdims=True)))
    return raised / raised.sum(axis=1, keepdims=True)


def sharpness(margins: Array, right: Array) -> float:
    """The sharpness with which held-out margins give the right column the most likely confidence."""
    rows = np.arange(len(right))
    losses = [-np.log(shares(margins, tried)[rows, right] + 1e-12).mean() for tried in TRIED]
    return float(TRIED[int(np.argmin(losses))])
