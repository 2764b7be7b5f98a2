"""What the exam says of both versions: in all, by language, by intent, and what was taken for what."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.tuning.comparison.asked import Answer, Both
from bot.tuning.comparison.fate import NOT_OURS
from bot.tuning.comparison.tally import Tally, tallied

# An intent that is none, in the counts of what was taken for what.
NOTHING = "nothing"


def exam_result(found: Sequence[Both]) -> dict[str, Any]:
    """{…, "languages": {"de": {…}}, "intents": {"order_cancel": {"de": {…}}}}, each {…} a Tally."""
    return {
        **tallied(found).to_json(),
        "languages": _by(found, lambda both: both.asked.language),
        "intents": _intents(found),
    }


def mistaken(found: Iterable[Both]) -> dict[str, list[list[Any]]]:
    """Of each version [language, meant, understood, how often], also where it was understood rightly."""
    counts: dict[str, Counter[tuple[str, str, str]]] = {"live": Counter(), "candidate": Counter()}
    for both in found:
        asked = both.asked
        assert asked.expected
        for name, answer in (("live", both.before), ("candidate", both.after)):
            counts[name][asked.language, asked.expected, _taken_for(asked.expected, answer)] += 1
    return {name: [[*key, times] for key, times in sorted(one.items())] for name, one in counts.items()}


def _taken_for(meant: str, answer: Answer) -> str:
    """What the model made of it, sure or not; two kinds of "nothing of ours" are the same."""
    if meant in NOT_OURS and (answer.intent in NOT_OURS or answer.route == "clarify"):
        return meant
    return answer.intent or NOTHING


def _intents(found: Iterable[Both]) -> dict[str, dict[str, Any]]:
    tallies: dict[str, dict[str, Tally]] = {}
    for both in found:
        languages = tallies.setdefault(both.asked.expected or "", {})
        languages.setdefault(both.asked.language, Tally()).count(both)
    return {
        intent: {language: tally.to_json() for language, tally in sorted(languages.items())}
        for intent, languages in sorted(tallies.items())
    }


def _by(found: Iterable[Both], key: Callable[[Both], str]) -> dict[str, Any]:
    tallies: dict[str, Tally] = {}
    for both in found:
        tallies.setdefault(key(both), Tally()).count(both)
    return {name: tally.to_json() for name, tally in sorted(tallies.items())}
