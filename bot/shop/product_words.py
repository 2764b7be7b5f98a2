"""The words of article names: written alike, inflected, compounded, misheard by a letter."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# What German and English put behind a noun; only these, because a Deckel is no Decke.
ENDINGS = ("n", "en", "ern", "e", "er", "s", "es", "em", "ns")
SHORTEST_INFLECTED = 4
SLIP = 0.88
SHORTEST_SLIP = 7
SHORTEST_HEAD = 5
# Said around a number or a set: they tell articles apart, but are no name.
# Said of a variant; they tell articles apart, but are no name.
COLOURS = frozenset(
    {"blau", "gruen", "grau", "weiss", "rot", "schwarz", "beige", "anthrazit"}
    | {"blue", "green", "grey", "white", "red", "black", "charcoal"}
)
MEASURES = frozenset(
    [
        "cm",
        "mm",
        "m",
        "ml",
        "l",
        "g",
        "kg",
        "liter",
        "litre",
        "litres",
        "gramm",
        "x",
        "set",
        "of",
        "er",
        "gross",
        "large",
    ]
)


def normalise(text: str) -> str:
    """Lower case, umlauts written out, only letters and digits."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().translate(UMLAUTS)))


@cache
def filler_words() -> frozenset[str]:
    """What callers say around an article's name; both languages at once, because callers mix them."""
    text = (Path(__file__).parent / "filler_words.txt").read_text(encoding="utf-8")
    return frozenset(normalise(text).split())


def is_measure(word: str) -> bool:
    """A number, unit or colour, as in "28 cm", "6er" or "rot"."""
    return word[0].isdigit() or word in MEASURES | COLOURS


def same_colour(name: str, text: str) -> bool:
    """The text asks for the colour that the name has."""
    return bool(COLOURS & set(normalise(name).split()) & set(normalise(text).split()))


class Vocabulary:
    """All words of all names, to look up what a caller may have meant by one of his."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)

    def meant(self, said: str) -> dict[str, float]:
        """Words of names this may stand for, and how surely: itself, a form of it, a compound, a slip."""
        if said in self._words:
            return {**self._compounds(said), said: 1.0}
        found = {**self._compounds(said), **dict.fromkeys(self._forms(said), 1.0)}
        return found or self._slip(said)

    def _forms(self, said: str) -> Iterator[str]:
        for ending in ENDINGS:
            if len(said) >= SHORTEST_INFLECTED and said + ending in self._words:
                yield said + ending
            stem = said.removesuffix(ending)
            if stem != said and len(stem) >= SHORTEST_INFLECTED:
                yield from (
                    word for word in (stem, *(stem + other for other in ENDINGS)) if word in self._words
                )

    def _compounds(self, said: str) -> dict[str, float]:
        """A Bratpfanne is a Pfanne, but a Kaffeekanne is no Kaffee."""
        if len(said) < SHORTEST_HEAD:
            return {}
        return {word: 0.9 for word in self._words if word != said and word.endswith(said)}

    def _slip(self, said: str) -> dict[str, float]:
        if len(said) < SHORTEST_SLIP:
            return {}
        near = process.extractOne(said, self._words, scorer=fuzz.ratio, score_cutoff=100 * SLIP)
        return {near[0]: near[1] / 100} if near else {}
