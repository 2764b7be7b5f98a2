"""How many sentences an intent is to have; the tests of the training data hold everything to it."""

from collections.abc import Mapping
from typing import Literal

Kind = Literal["content", "control", "inform"]

CONTROL = (
    "repeat",
    "slower",
    "louder",
    "language_switch",
    "pause",
    "correct_previous",
    "start_over",
    "affirm",
    "deny",
    "greet",
    "goodbye",
    "are_you_human",
    "recording_question",
    "privacy_notice",
)
FEWEST_EXAMPLES: Mapping[Kind, Mapping[str, int]] = {
    "content": {"de": 200, "en": 140},
    "control": {"de": 80, "en": 55},
    "inform": {"de": 200, "en": 140},
}
FEWEST_TEST_SENTENCES: Mapping[str, int] = {"de": 12, "en": 8}
# A new intent begins with so many; more come from callers.
FIRST_EXAMPLES, FIRST_TEST_SENTENCES = 8, 3


def kind_of(intent: str) -> Kind:
    """Wishes need more than words that steer the conversation."""
    if intent == "inform":
        return "inform"
    return "control" if intent in CONTROL else "content"


def fewest_examples(intent: str, language: str) -> int:
    """What it takes to tell this intent from the others."""
    return FEWEST_EXAMPLES[kind_of(intent)][language]
