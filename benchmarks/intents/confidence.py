"""Calibration, one threshold, and what callers get: chosen on one half, reported on the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from benchmarks.intents import hotline, thresholds
from benchmarks.intents.heard import Heard, silent_in
from benchmarks.intents.isotonic import stepwise
from benchmarks.intents.measures import area, calibration_error, reliability, risk_coverage
from benchmarks.intents.sentences import ASSISTANTS, OWN
from benchmarks.intents.tables import percent, right
from benchmarks.turn.report import table
from bot.understanding.thresholds import Thresholds, load_thresholds

# Of sentences beyond us, at most this share may be answered as if understood.
MOST_CLAIMED = 0.03
# The online game's bot is asked much that a shop is asked too (accounts, payouts, points): it only looks on.
DECIDING = (OWN, ASSISTANTS)


def sharper(found: Heard) -> tuple[Heard, float]:
    """With the sharpness that suits the choosing half of the exam, and its multiple of the trained one."""
    chosen = found.exam[0]
    factor = thresholds.fitted_factor([one.intent for one in chosen], found.said(chosen))
    return found.changed(partial(thresholds.resharpened, factor=factor)), factor


def chosen_threshold(found: Heard) -> float:
    """The lowest that keeps the choosing halves of the deciding sets together within MOST_CLAIMED."""
    deciding = [found.said(parts[0]) for name, parts in found.beyond.items() if name in DECIDING]
    return thresholds.lowest(list(chain(*deciding)), MOST_CLAIMED)


def calibration_table(variants: Mapping[str, Heard]) -> str:
    """How far confidences are from the truth on the reporting half; isotonic steps as a yardstick."""
    rows = [_calibration_row(name, found) for name, found in variants.items()]
    rows.append(_isotonic_row(next(iter(variants.values()))))
    return table(("confidence", "ECE", "mean confidence", "accuracy", "area under risk-coverage"), rows)


def _calibration_row(name: str, found: Heard) -> list[str]:
    said = found.said(found.exam[1])
    return _row(name, [one.confidence for one in said], right(found.exam[1], said))


def _isotonic_row(found: Heard) -> list[str]:
    chosen, reported = (found.said(half) for half in found.exam)
    step = stepwise([one.confidence for one in chosen], right(found.exam[0], chosen))
    confidences = [step(one.confidence) for one in reported]
    return _row("isotonic steps from the choosing half", confidences, right(found.exam[1], reported))


def _row(name: str, confidences: Sequence[float], hits: Sequence[bool]) -> list[str]:
    error = calibration_error(reliability(confidences, hits))
    mean, accuracy = sum(confidences) / len(hits), sum(hits) / len(hits)
    risk = area(risk_coverage(confidences, hits))
    return [name, percent(error), percent(mean), percent(accuracy), f"{risk:.4f}"]


def threshold_table(found: Heard, wanted: Mapping[str, float]) -> str:
    """The bare model at some thresholds, on the reporting halves."""
    exam = found.exam[1]
    meant, said = [one.intent for one in exam], found.said(exam)
    rows = [
        [f"{name} {threshold:.2f}", *map(percent, thresholds.answered(meant, said, threshold))]
        + [
            percent(thresholds.claimed(found.said(parts[1]), threshold, silent_in(which)))
            for which, parts in found.beyond.items()
        ]
        for name, threshold in wanted.items()
    ]
    return table(["threshold", "coverage", "risk", *claimed_heads(found)], rows)


def hotline_table(variants: Mapping[str, tuple[Heard, Thresholds]]) -> str:
    """What callers get: the server's rules on what the model said, on the reporting halves."""
    heads = claimed_heads(next(iter(variants.values()))[0])
    rows = [[name, *map(percent, _fates(*variant))] for name, variant in variants.items()]
    return table(["rules", "right", "asked back", "wrong", *heads], rows)


def _fates(found: Heard, rules: Thresholds) -> list[float]:
    claimed = [
        hotline.claimed(parts[1], found.recorded, rules, silent_in(name))
        for name, parts in found.beyond.items()
    ]
    return [*hotline.shares(found.exam[1], found.recorded, rules), *claimed]


def claimed_heads(found: Heard) -> list[str]:
    """One per set beyond us."""
    return [f"claimed: {name}" for name in found.beyond]


def one_threshold(threshold: float) -> Thresholds:
    """The server's rules with one threshold for wishes: no guess beneath it."""
    return replace(load_thresholds(), sure=threshold, guess=1.0, lead=1.0)


def leaning(odds: float) -> Thresholds:
    """The server's rules with other odds of "nothing of ours"; one leaves them as the model has them."""
    return replace(load_thresholds(), beyond_odds=odds)
