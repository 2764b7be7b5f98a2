"""Reads from Rasa's output what it is busy with."""

import re

STAGES = (
    (re.compile(r"Started validating domain and training data"), "checking the training data"),
    (re.compile(r"Starting to train component '(\w+)'"), "training {}"),
    (re.compile(r"Restored component '(\w+)' from cache"), "{} is unchanged"),
    (re.compile(r"Your Rasa model is trained and saved"), "packing the model"),
)
# The same as codes, for pages in whatever language.
STEPS = (
    (re.compile(r"Started validating domain and training data"), "check"),
    (re.compile(r"(?:train|Restored) component 'RulePolicy'"), "rules"),
    (re.compile(r"(?:train|Restored) component 'SpokenIntentClassifier'"), "intents"),
    (re.compile(r"Your Rasa model is trained and saved"), "pack"),
)


def stage_of(line: str) -> str | None:
    """What a line of Rasa's output says about progress, in words for a person; None when nothing."""
    for pattern, words in STAGES:
        if match := pattern.search(line):
            return words.format(*match.groups())
    return None


def step_of(line: str) -> str | None:
    """The same as one of `STEPS`' codes."""
    return next((code for pattern, code in STEPS if pattern.search(line)), None)
