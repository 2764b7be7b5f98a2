"""Finding the article a caller means, in whatever sentence it stands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.shop.product_words import Vocabulary, filler_words, is_measure, normalise

__all__ = ["Entry", "ProductIndex", "entry", "normalise"]

# All of a name was said; half of it; only what kind of thing it is.
WHOLE = 0.97
LEAST = 0.6
HALF = 0.51
KIND = 0.97
OTHER_LANGUAGE = 0.93
# Short words mean something else in the other language: a German glass goes blind, an English blind does not.
SHORT_WORD, SHORT_ABROAD = 5, 0.85
# For articles of which less was said than of another: a table, when a table lamp is asked for.
OUTDONE = 0.8

# Places of the words said, with the word of a name each stands for and how surely.
Meant = Mapping[str, tuple[frozenset[int], float]]


@dataclass(frozen=True)
class Entry:
    """How an article may be called in one language; `names` normalised, its own name first."""

    article_number: str
    language: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    score: float
    said: frozenset[int]


def entry(article_number: str, language: str, names: Iterable[str]) -> Entry:
    """An entry from names as written."""
    return Entry(article_number, language, tuple(normalise(name) for name in names))


class ProductIndex:
    """All names of all articles, searched in memory."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._named = [tuple(_named(item)) for item in self._entries]
        self._numbers = frozenset(item.article_number for item in self._entries)
        self._with_word: dict[str, list[int]] = {}
        for place, item in enumerate(self._entries):
            for word in {word for name in item.names for word in name.split()}:
                self._with_word.setdefault(word, []).append(place)
        self._vocabulary = Vocabulary(self._with_word.keys())

    def search(self, text: str, language: str, limit: int) -> list[tuple[str, float]]:
        """Article numbers with scores 0..1, best first."""
        said = normalise(text)
        number = self._number_in(said)
        if number:
            return [(number, 1.0)]
        found = _outdone(self._found(self._meant(said), language))
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _number_in(self, said: str) -> str | None:
        digits = re.sub(r"(?<=\d) +(?=\d)", "", said)
        return next((number for number in re.findall(r"\d+", digits) if number in self._numbers), None)

    def _meant(self, said: str) -> Meant:
        """Which words of names were said, and where."""
        words = said.split()
        single = [(word, {at}) for at, word in enumerate(words) if word not in filler_words()]
        # Recognisers write compounds apart: "Kaffee Mühle".
        joined = [(one + two, {at, at + 1}) for at, (one, two) in enumerate(pairwise(words))]
        meant: dict[str, tuple[frozenset[int], float]] = {}
        for word, places in [*single, *((word, at) for word, at in joined if word in self._with_word)]:
            for name, sureness in self._vocabulary.meant(word).items():
                known, sure = meant.get(name, (frozenset[int](), 0.0))
                meant[name] = (known | places, max(sure, sureness))
        return meant

    def _found(self, meant: Meant, language: str) -> dict[str, _Found]:
        best: dict[str, _Found] = {}
        for place in sorted({place for word in meant for place in self._with_word[word]}):
            item = self._entries[place]
            own = item.language == language
            score = max(_likeness(words, kind, meant, own) for words, kind in self._named[place])
            known = best.get(item.article_number, _Found(0.0, frozenset()))
            said = known.said.union(*_places(item, meant))
            best[item.article_number] = _Found(max(score, known.score), said)
        return {number: found for number, found in best.items() if found.score > 0}


def _named(item: Entry) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Each name's words, and the one that says what kind of thing it is: "Toaster Krume", "Krume toaster"."""
    for at, name in enumerate(item.names):
        words = tuple(word for word in name.split() if not is_measure(word))
        if words and item.language == "en":
            yield words, words[-1]
        elif words:
            # Further names of several words are mostly English, and kept under that language.
            yield words, None if at else words[0]


def _likeness(words: tuple[str, ...], kind: str | None, meant: Meant, own_language: bool) -> float:
    """How much of a name was said, 0 when too little; by length, because short words tell little."""
    said = [word for word in words if word in meant]
    if not said:
        return 0.0
    share = sum(len(word) * meant[word][1] for word in said) / sum(map(len, words))
    whole = WHOLE * (LEAST + (1 - LEAST) * share) if share >= HALF else 0.0
    likeness = max(whole, KIND * meant[kind][1] if kind in said else 0.0)
    abroad = SHORT_ABROAD if max(map(len, said)) <= SHORT_WORD else OTHER_LANGUAGE
    return round(likeness * (1 if own_language else abroad), 3)


def _places(item: Entry, meant: Meant) -> Iterator[frozenset[int]]:
    for name in item.names:
        yield from (meant[word][0] for word in name.split() if word in meant)


def _outdone(found: Mapping[str, _Found]) -> dict[str, float]:
    return {
        number: round(
            this.score * (OUTDONE if any(this.said < best.said for best in found.values()) else 1), 3
        )
        for number, this in found.items()
    }
