"""A text's words changed before the model sees them: lemmas, stems, or compounds with their parts."""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

WORD = re.compile(r"\w+")
# Shorter words are hardly compounds of two, and the library cuts most of them wrongly.
SHORTEST_COMPOUND = 9
# What the library itself takes for likely enough.
SURE_PARTS = 0.0
STEMMERS = {"de": "german", "en": "english"}


def reworded(text: str, language: str, change: Callable[[str, str], str]) -> str:
    """The text with every word changed."""
    return WORD.sub(lambda found: change(found.group(), language), text)


@lru_cache(maxsize=100_000)
def lemma(word: str, language: str) -> str:
    """ "bestellungen" -> "bestellung"; a word the library does not know stays."""
    import simplemma  # type: ignore[import-not-found]

    return str(simplemma.lemmatize(word, lang=language or "en")).lower()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """ "bestellungen" -> "bestell"."""
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=100_000)
def with_parts(word: str, language: str) -> str:
    """ "kühlschranklieferung" -> "kühlschranklieferung kühlschrank lieferung"; German only."""
    from compound_split import char_split  # type: ignore[import-not-found]

    if language != "de" or len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return word
    score, *parts = char_split.split_compound(word.capitalize())[0]
    return " ".join([word, *(part.lower() for part in parts)]) if score > SURE_PARTS else word


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    import snowballstemmer  # type: ignore[import-not-found]

    return snowballstemmer.stemmer(STEMMERS.get(language, "english"))


WAYS: dict[str, Callable[[str, str], str]] = {
    way.__name__: partial(reworded, change=way) for way in (lemma, stem, with_parts)
}
