"""Control words: what a caller can always say, recognised without Rasa and in every state."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "words"
# Longer sentences mention people and pauses without asking for them; those are the model's to judge.
LONGEST = 9


def control_word(text: str, language: str) -> str | None:
    """The control intent that the whole utterance asks for, or None.

    Words of both languages count, the caller's own first: who cannot follow asks in the other.
    """
    words = plain_words(text)
    if not 0 < len(words) <= LONGEST:
        return None
    own, other = _in(words, language), _in(words, "en" if language == "de" else "de")
    # Each table's word for a switch names the other language; there it would mean to stay.
    return own or (None if other == "language_switch" else other)


def plain_words(text: str) -> list[str]:
    """The words in lower case, without punctuation."""
    return re.findall(r"[\w']+", text.lower().replace("’", "'"))


def _in(words: list[str], language: str) -> str | None:
    phrases, fillers = _table(language), _fillers()
    whole = " ".join(words)
    core = " ".join(word for word in words if word not in fillers)
    return phrases.get(whole) or phrases.get(core)


@cache
def _table(language: str) -> dict[str, str]:
    phrases: dict[str, str] = {}
    for intent, sayings in _file(language).items():
        for saying in sayings if intent != "fillers" else ():
            words = plain_words(saying)
            phrases.setdefault(" ".join(words), intent)
            # "Einen Moment" must still be found when its "einen" was dropped as a filler.
            phrases.setdefault(" ".join(word for word in words if word not in _fillers()), intent)
    phrases.pop("", None)
    return phrases


@cache
def _fillers() -> frozenset[str]:
    """Of both languages: people mix them just when they ask for the other."""
    return frozenset(_file("de")["fillers"] + _file("en")["fillers"])


@cache
def _file(language: str) -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load((FOLDER / f"{language}.yml").read_text("utf-8"))
    return loaded
