"""From where on the classifier's opinion of a flag counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """From which margin a flag counts, and below which it overrules a cue."""

    least: float
    veto: float
