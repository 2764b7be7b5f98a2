"""Which language a sentence is in, said only when there is little doubt."""

import re
from functools import cache
from pathlib import Path

from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words

NAMES = Path(__file__).parent / "words" / "languages.yml"
CODES = {Language.GERMAN: "de", Language.ENGLISH: "en"}
# One or two words ("hallo", "ok", "moin moin", a product's name) are too few to move a caller to another one.
FEWEST_WORDS = 3
NO_WORD = re.compile(r"[\d@]")
# Of 3,000 test sentences with as many words, none is taken for the other language.
SURE = 0.65
FEWEST_FOREIGN_WORDS = 4
# Of 6,000 German and English example sentences none looks this foreign.
SURELY_FOREIGN = 0.8
# What is spoken most at home in German-speaking countries beside ours; each gets its own honest sentence.
FOREIGN = {
    Language.TURKISH: "tr",
    Language.POLISH: "pl",
    Language.FRENCH: "fr",
    Language.ITALIAN: "it",
    Language.SPANISH: "es",
    Language.ROMANIAN: "ro",
    Language.CROATIAN: "hr",
    Language.RUSSIAN: "ru",
    Language.UKRAINIAN: "uk",
    Language.ARABIC: "ar",
}


def other_language(text: str, language: str) -> str | None:
    """The other of our languages when the sentence is surely in it, else None."""
    words = [word for word in text[:300].split() if not NO_WORD.search(word)]
    if len(words) < FEWEST_WORDS:
        return None
    best = _detector().compute_language_confidence_values(" ".join(words))[0]
    code = CODES[best.language]
    return code if code != language and best.value >= SURE else None


def foreign_language(text: str) -> str | None:
    """The code of a language we do not speak when the sentence is surely in it, else None."""
    if len(text.split()) < FEWEST_FOREIGN_WORDS:
        return None
    best = _detector_of_all().compute_language_confidence_values(text[:300])[0]
    return FOREIGN.get(best.language) if best.value >= SURELY_FOREIGN else None


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
def _detector_of_all() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*CODES, *FOREIGN).build()


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*CODES).build()
