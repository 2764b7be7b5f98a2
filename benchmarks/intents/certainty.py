"""The part of results.md on confidence: calibration, thresholds, what callers get, and pictures."""

from collections.abc import Mapping

from benchmarks.intents import confidence, pictures
from benchmarks.intents.heard import Heard
from benchmarks.intents.measures import reliability, risk_coverage
from benchmarks.intents.sentences import LANGUAGES
from benchmarks.intents.tables import right
from bot.understanding.intent_kinds import CONTROLS, NOT_WISHES
from bot.understanding.thresholds import Thresholds, load_thresholds

NAMES = {"de": "German", "en": "English"}
# Steering, but with a meaning that callers mind as much as a wish.
SHOWN_TOO = {
    "callback_request",
    "human_request",
    "other_topic",
    "out_of_scope",
    "praise_feedback",
    "wrong_number",
}
TRAINED = "as trained"
# "Nothing of ours" counted so many times as likely before a wish is claimed.
ODDS = (1.0, 4.0, 8.0, 16.0)


def certainty_sections(found: Heard) -> list[str]:
    """All of it; factor and thresholds come from the choosing halves, every figure from the others."""
    sharper, factor = confidence.sharper(found)
    variants = {TRAINED: found, f"sharpness × {factor:.2f}": sharper}
    _draw(variants)
    return [
        "## Confidence",
        _sizes(found),
        confidence.calibration_table(variants),
        "![reliability](pictures/reliability.png)",
        "![risk and coverage](pictures/risk-coverage.png)",
        "### The bare model at a threshold",
        *_thresholds(variants),
        "### What callers get",
        confidence.hotline_table(_rules(variants)),
    ]


def draw_exam(found: Heard) -> None:
    """The confusion matrix of wishes, both languages together."""
    exam = [*found.exam[0], *found.exam[1]]
    pairs = [(one.intent, said.intent) for one, said in zip(exam, found.said(exam), strict=True)]
    wishes = {one.intent for one in exam} - ((CONTROLS | NOT_WISHES) - SHOWN_TOO)
    pictures.draw_confusions("confusions", sorted(wishes), pairs)


def _sizes(found: Heard) -> str:
    sets = {"exam": found.exam, **found.beyond}
    sizes = ", ".join(f"{name} {len(parts[0]):,} + {len(parts[1]):,}" for name, parts in sets.items())
    return f"Chosen on one half, reported on the other: {sizes}."


def _thresholds(variants: Mapping[str, Heard]) -> list[str]:
    rules, sections = load_thresholds(), []
    for name, found in variants.items():
        wanted = {"none": 0.0, "guess": rules.guess, "sure": rules.sure, "high": 0.8}
        wanted["chosen"] = confidence.chosen_threshold(found)
        sections += [f"{name[0].upper()}{name[1:]}:", confidence.threshold_table(found, wanted)]
    return sections


def _rules(variants: Mapping[str, Heard]) -> dict[str, tuple[Heard, Thresholds]]:
    rules = {}
    for name, found in variants.items():
        threshold = confidence.chosen_threshold(found)
        rules[f"{name}, rules as they are"] = (found, load_thresholds())
        rules[f"{name}, one threshold {threshold:.2f}"] = (found, confidence.one_threshold(threshold))
    for odds in ODDS:
        rules[f"{TRAINED}, out of scope × {odds:g}"] = (variants[TRAINED], confidence.leaning(odds))
    return rules


def _draw(variants: Mapping[str, Heard]) -> None:
    bins = {}
    for name, found in variants.items():
        said = found.said(found.exam[1])
        bins[name] = reliability([one.confidence for one in said], right(found.exam[1], said))
    pictures.draw_reliability("reliability", bins)
    risks = {NAMES[language]: _risks(variants[TRAINED], language) for language in LANGUAGES}
    pictures.draw_risk_coverage("risk-coverage", risks)


def _risks(found: Heard, language: str) -> list[tuple[float, float]]:
    some = [one for one in found.exam[1] if one.language == language]
    said = found.said(some)
    return risk_coverage([one.confidence for one in said], right(some, said))
