"""Which language a sentence is in, said only when there is little doubt."""

from functools import cache
from pathlib import Path

from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words

NAMES = Path(__file__).parent / "words" / "languages.yml"
CODES = {Language.GERMAN: "de", Language.ENGLISH: "en"}
# Short sentences share too many words ("hallo", "ok", product names) to move a caller to another language.
FEWEST_WORDS = 4
SURE = 0.9


def other_language(text: str, language: str) -> str | None:
    """The other of our languages when the sentence is surely in it, else None."""
    if len(text.split()) < FEWEST_WORDS:
        return None
    best = _detector().compute_language_confidence_values(text[:300])[0]
    code = CODES[best.language]
    return code if code != language and best.value >= SURE else None


def named_language(text: str) -> str | None:
    """The language whose name is in the words ("auf Deutsch bitte"), None without one or with both."""
    words = set(plain_words(text))
    named = [code for code, names in _names().items() if words & names]
    return named[0] if len(named) == 1 else None


@cache
def _names() -> dict[str, frozenset[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(NAMES.read_text("utf-8"))
    return {code: frozenset(names) for code, names in loaded.items()}


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*CODES).build()
