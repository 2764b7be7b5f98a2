"""How good predictions are: accuracy, calibration, risk at a coverage, Matthews correlation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

BINS = 10


class Said(NamedTuple):
    """What a model said of one sentence: all intents it ranked with their confidence, best first."""

    ranking: tuple[tuple[str, float], ...]

    @property
    def intent(self) -> str:
        """The likeliest; empty when it had none."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """Of the likeliest."""
        return self.ranking[0][1] if self.ranking else 0.0


class Bin(NamedTuple):
    """Predictions of like confidence: how many, their mean confidence, and how many of them were right."""

    size: int
    confidence: float
    accuracy: float


def accuracy(right: Sequence[bool]) -> float:
    """0 to 1; nothing to measure is an error."""
    return sum(right) / len(right)


def by_intent(meant: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """The share of each intent's sentences that was recognised."""
    asked, known = (
        Counter(meant),
        Counter(wish for wish, heard in zip(meant, said, strict=True) if wish == heard),
    )
    return {intent: known[intent] / count for intent, count in asked.items()}


def macro_f1(meant: Sequence[str], said: Sequence[str]) -> float:
    """The mean over intents of the harmonic mean of precision and recall."""
    asked, answered = Counter(meant), Counter(said)
    known = Counter(wish for wish, heard in zip(meant, said, strict=True) if wish == heard)
    scores = [2 * known[intent] / (asked[intent] + answered[intent]) for intent in asked]
    return sum(scores) / len(scores)


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Bins of equal width over 0 to 1; empty ones are left out."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(confidences, right, strict=True):
        found.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, hit))
    return [
        Bin(len(ones), sum(c for c, _ in ones) / len(ones), sum(hit for _, hit in ones) / len(ones))
        for _, ones in sorted(found.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """ECE: how far confidence and accuracy are apart, weighted by the size of the bins."""
    total = sum(one.size for one in bins)
    return sum(one.size * abs(one.confidence - one.accuracy) for one in bins) / total


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, share of wrong ones in it) for every number of most confident predictions."""
    ranked = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    points, wrong = [], 0
    for at, (_, hit) in enumerate(ranked, start=1):
        wrong += not hit
        points.append((at / len(ranked), wrong / at))
    return points


def area(points: Sequence[tuple[float, float]]) -> float:
    """The mean risk over all coverages: the smaller, the better confidence tells right from wrong."""
    return sum(risk for _, risk in points) / len(points)


def matthews(meant: Sequence[str], said: Sequence[str]) -> float:
    """The correlation of what was meant and what was said, over all labels; 0 when one side is constant."""
    total, right = len(meant), sum(wish == heard for wish, heard in zip(meant, said, strict=True))
    asked, answered = Counter(meant), Counter(said)
    together = sum(asked[label] * answered[label] for label in asked)
    spread = (total**2 - _squares(asked)) * (total**2 - _squares(answered))
    return (right * total - together) / spread**0.5 if spread else 0.0


def best_matthews(meant: Sequence[str], said: Sequence[Said], nothing: str) -> tuple[float, float]:
    """(correlation, threshold) at the best threshold below which a prediction counts as `nothing`."""
    steps = [step / 100 for step in range(100)]
    return max(
        (matthews(meant, [one.intent if one.confidence >= step else nothing for one in said]), step)
        for step in steps
    )


def _squares(counts: Mapping[str, int]) -> int:
    return sum(count * count for count in counts.values())
