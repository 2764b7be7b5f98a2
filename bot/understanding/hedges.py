"""Whether words take back part of a yes."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words

FILE = Path(__file__).parent / "words" / "hedges.yml"


def is_hedged(text: str, language: str) -> bool:
    """ "Yes, but only one of them" agrees to something else than was asked."""
    return bool(set(plain_words(text)) & _words()[language])


@cache
def _words() -> dict[str, frozenset[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {language: frozenset(words) for language, words in loaded.items()}
