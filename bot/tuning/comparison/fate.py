"""What became of a sentence: understood rightly, asked back, or taken for something else."""

from typing import Literal

from bot.tuning.comparison.asked import Answer, Both
from bot.understanding.intent_kinds import OUT_OF_SCOPE

Fate = Literal["right", "asked_back", "wrong"]
Change = Literal["fixed", "broken", "other"]
# Nothing of ours is meant by them: not to claim anything is right.
NOT_OURS = frozenset({"other_topic", OUT_OF_SCOPE})


def fate(expected: str, answer: Answer) -> Fate:
    """How a sentence with this meaning fared."""
    unclear = answer.route == "clarify"
    if expected in NOT_OURS:
        return "right" if unclear or answer.intent in NOT_OURS else "wrong"
    if unclear:
        return "asked_back"
    return "right" if answer.intent == expected else "wrong"


def is_right(both: Both) -> tuple[bool, bool]:
    """Before and after; a value is right when it was read, and taken as the answer where it was asked for."""
    asked = both.asked
    assert asked.expected
    if asked.value_of is None:
        before, after = (fate(asked.expected, answer) for answer in (both.before, both.after))
        return before == "right", after == "right"
    wanted = (asked.value_of, asked.expected)
    before_read, after_read = (_is_taken(asked.expecting, wanted, one) for one in (both.before, both.after))
    return before_read, after_read


def change(both: Both) -> Change | None:
    """What kind of difference there is; None where the caller would notice none."""
    if both.asked.expected is not None:
        before, after = is_right(both)
        if before != after:
            return "fixed" if after else "broken"
        if before or both.asked.value_of:
            return None
    return "other" if both.before.shown != both.after.shown else None


def _is_taken(expecting: str | None, wanted: tuple[str, str], answer: Answer) -> bool:
    read = wanted in answer.values
    return read and (expecting is None or answer.how == "answer")
