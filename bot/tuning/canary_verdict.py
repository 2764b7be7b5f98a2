"""Is a canary worse than the live version, beyond what chance does? It may be asked as often as one likes.

Who gets the canary is drawn by lot (assignment.py). If it were no worse, each conversation that went wrong
would be one of its own with the probability of its share, whatever went before. Against that stand
alternatives: "conversations go wrong RATIO times as often on the canary". How much likelier they make what
happened, averaged, is a bet at fair odds against the canary: while it is no worse, the chance that the bet
ever reaches 1/a, however often one looks, is at most a (Ville's inequality). No table of looks is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

# How much more often things may go wrong on a bad canary; the bet is spread over all of them.
RATIOS = (1.5, 2.0, 3.0, 6.0, 12.0)
# A good canary is returned once in a hundred, for both measures together.
ERROR = 0.01
MEASURES = ("failed", "handed_over")
NEEDED = len(MEASURES) / ERROR
# Whatever the odds say: nobody is judged by less.
LEAST_CONVERSATIONS, LEAST_WRONG = 10, 3


@dataclass(frozen=True)
class Tally:
    """Conversations of one version: with a failed turn, with a person asked in."""

    conversations: int = 0
    failed: int = 0
    handed_over: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.conversations + other.conversations,
            self.failed + other.failed,
            self.handed_over + other.handed_over,
        )


@dataclass(frozen=True)
class Stretch:
    """Conversations that began while the canary had this share."""

    share: float
    live: Tally
    canary: Tally


def verdict(stretches: Sequence[Stretch]) -> dict[str, Any] | None:
    """The measure by which the canary is worse, with its figures; None while nothing is sure."""
    canary = sum((stretch.canary for stretch in stretches), Tally())
    for measure in MEASURES:
        enough = canary.conversations >= LEAST_CONVERSATIONS and getattr(canary, measure) >= LEAST_WRONG
        found = evidence(stretches, measure)
        if enough and found >= NEEDED:
            return {"measure": measure, "evidence": round(found), "needed": NEEDED, **figures(stretches)}
    return None


def evidence(stretches: Sequence[Stretch], measure: str) -> float:
    """How many times as likely what happened is if the canary is worse; 1 says nothing."""
    return sum(exp(min(_logs(stretches, measure, ratio), 500.0)) for ratio in RATIOS) / len(RATIOS)


def figures(stretches: Sequence[Stretch]) -> dict[str, dict[str, int]]:
    """For the history and the page."""
    live = sum((stretch.live for stretch in stretches), Tally())
    canary = sum((stretch.canary for stretch in stretches), Tally())
    return {"live": vars(live), "canary": vars(canary)}


def _logs(stretches: Sequence[Stretch], measure: str, ratio: float) -> float:
    total = 0.0
    for stretch in stretches:
        share, wrong = stretch.share, getattr(stretch.canary, measure)
        worse = ratio * share / (ratio * share + 1 - share)
        total += wrong * log(worse / share)
        total += getattr(stretch.live, measure) * log((1 - worse) / (1 - share))
    return total
