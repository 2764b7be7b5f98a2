"""How sure is sure enough: one threshold, and how sharply margins become confidences."""

import math
from collections.abc import Sequence, Set
from typing import NamedTuple

from benchmarks.intents.measures import Said

# With these the hotline says that it cannot help, or waits for a question's answer: nothing is claimed.
CLAIM_NOTHING = frozenset({"other_topic", "out_of_scope", "inform", ""})
BEYOND = "out_of_scope"
STEPS = tuple(step / 100 for step in range(100))
# Twice as sharp as trained to half as sharp.
FACTORS = tuple(round(0.5 + step * 0.02, 2) for step in range(76))


class Answered(NamedTuple):
    """Of sentences with a wish: how many are answered, and how many of those wrongly."""

    coverage: float
    risk: float


def claims(said: Said, threshold: float, silent: Set[str] = CLAIM_NOTHING) -> bool:
    """Whether the hotline would answer as if it had understood."""
    return said.confidence >= threshold and said.intent not in silent


def answered(meant: Sequence[str], said: Sequence[Said], threshold: float) -> Answered:
    """Coverage and risk at a threshold; with nothing answered there is no risk."""
    taken = [(wish, one) for wish, one in zip(meant, said, strict=True) if one.confidence >= threshold]
    wrong = sum(one.intent != wish for wish, one in taken)
    return Answered(len(taken) / len(said), wrong / len(taken) if taken else 0.0)


def claimed(said: Sequence[Said], threshold: float, silent: Set[str] = CLAIM_NOTHING) -> float:
    """The share of sentences that are answered as if understood."""
    return sum(claims(one, threshold, silent) for one in said) / len(said)


def lowest(beyond: Sequence[Said], most: float) -> float:
    """The lowest threshold at which at most that share is answered as if understood; 1 where none is."""
    return next((step for step in STEPS if claimed(beyond, step) <= most), 1.0)


def resharpened(said: Said, factor: float) -> Said:
    """Its confidences had the model's sharpness been `factor` times what it is.

    A row adds up to how familiar the words are, not to one; that stays.
    """
    total = sum(confidence for _, confidence in said.ranking)
    raised = [max(confidence / total, 1e-300) ** factor for _, confidence in said.ranking] if total else []
    scale = total / sum(raised) if raised else 0.0
    return Said(tuple((name, value * scale) for (name, _), value in zip(said.ranking, raised, strict=True)))


def fitted_factor(meant: Sequence[str], said: Sequence[Said]) -> float:
    """The factor with which the right intents get the most likely confidence."""
    return min(FACTORS, key=lambda factor: _loss(meant, [resharpened(one, factor) for one in said]))


def _loss(meant: Sequence[str], said: Sequence[Said]) -> float:
    found = [dict(one.ranking).get(wish, 0.0) for wish, one in zip(meant, said, strict=True)]
    return -sum(math.log(confidence + 1e-12) for confidence in found) / len(found)
