"""Which language a sentence is in, said only when there is little doubt."""

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

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


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*CODES).build()
