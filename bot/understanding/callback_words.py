"""What a caller wants changed about an offered call back."""

from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words

FILE = Path(__file__).parent / "words" / "callback.yml"

Change = Literal["number", "time", "none"]


def wanted_change(text: str, language: str) -> Change | None:
    """Another number, another time, or no call back at all; None when the words do not say."""
    words, table = set(plain_words(text)), _table()[language]
    if words & table["none"] or (words & table["negation"] and words & table["refused"]):
        return "none"
    changes: tuple[Change, ...] = ("number", "time")
    return next((change for change in changes if words & table[change]), None)


def names_another(text: str, language: str) -> bool:
    """ "Another time", "eine andere Nummer": about the call back on offer, and nothing to say again."""
    words, table = set(plain_words(text)), _table()[language]
    return bool(words & table["other"] and words & (table["time"] | table["number"]))


def names_topic(text: str, language: str) -> bool:
    """Whether a request for a call back also says what it is about ("wegen meiner Rechnung")."""
    said = f" {' '.join(plain_words(text))} "
    return any(f" {words} " in said for words in _table()[language]["topic"])


def names_clock(text: str, language: str) -> bool:
    """Whether a number in the words may be a time of day ("um zehn")."""
    return bool(set(plain_words(text)) & _table()[language]["clock"])


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    loaded = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {
        tongue: {change: frozenset(words) for change, words in table.items()}
        for tongue, table in loaded.items()
    }
