"""What Rasa prints while it trains, in words for a person."""

import pytest

from bot.running.progress import stage_of


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        (
            "INFO     rasa.engine.training.hooks  - Starting to train component 'RulePolicy'.",
            "training RulePolicy",
        ),
        (
            "INFO     rasa.engine.training.hooks  - Restored component 'RulePolicy' from cache.",
            "RulePolicy is unchanged",
        ),
        ("\x1b[92mYour Rasa model is trained and saved at 'models/x.tar.gz'.\x1b[0m", "packing the model"),
        ("/lib/python3.10/site-packages/x.py:12: MovedIn20Warning: Deprecated API features detected!", None),
    ],
)
def test_stages_are_told_and_warnings_are_not(line: str, stage: str | None) -> None:
    assert stage_of(line) == stage
