"""Finding the article a caller means, from the words or digits said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from rapidfuzz import fuzz, process

# Below this the likeness is chance: Handy and Handtuch, Hammer and hamper.
SURE_ENOUGH = 0.84
SLIP = 0.88
SHORTEST_SLIP = 7
WORDS = 0.97
HEAD = 0.85
SHORTEST_HEAD = 5
OTHER_LANGUAGE = 0.93
MANY = 50
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Entry:
    """How an article may be called in one language; `names` normalised."""

    article_number: str
    language: str
    names: tuple[str, ...]


def normalise(text: str) -> str:
    """Lower case, umlauts written out, only letters and digits."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().translate(UMLAUTS)))


def entry(article_number: str, language: str, names: Iterable[str]) -> Entry:
    """An entry from names as written."""
    return Entry(article_number, language, tuple(normalise(name) for name in names))


@cache
def filler_words() -> frozenset[str]:
    """What callers say around an article's name; both languages at once, because callers mix them."""
    text = (Path(__file__).parent / "filler_words.txt").read_text(encoding="utf-8")
    return frozenset(normalise(text).split())


class ProductIndex:
    """All names of all articles, searched in memory."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names = [(name, item) for item in entries for name in item.names]
        self._texts = [name for name, _ in self._names]
        self._numbers = frozenset(item.article_number for _, item in self._names)
        self._with_word: dict[str, list[int]] = {}
        for place, text in enumerate(self._texts):
            for word in text.split():
                self._with_word.setdefault(word, []).append(place)

    def search(self, text: str, language: str, limit: int) -> list[tuple[str, float]]:
        """Article numbers with scores 0..1, best first."""
        said = normalise(text)
        number = self._number_in(said)
        if number:
            return [(number, 1.0)]
        words = " ".join(self._as_written(word) for word in said.split() if word not in filler_words())
        best = self._best(words, language) if len(words) > 2 else {}
        return sorted(best.items(), key=lambda found: (-found[1], found[0]))[:limit]

    def _number_in(self, said: str) -> str | None:
        digits = re.sub(r"(?<=\d) +(?=\d)", "", said)
        return next((number for number in re.findall(r"\d+", digits) if number in self._numbers), None)

    def _as_written(self, word: str) -> str:
        """The word of the range that was meant when one letter or two are wrong."""
        if word in self._with_word or len(word) < SHORTEST_SLIP:
            return word
        near = process.extractOne(word, self._with_word.keys(), scorer=fuzz.ratio, score_cutoff=100 * SLIP)
        return near[0] if near else word

    def _best(self, words: str, language: str) -> dict[str, float]:
        best: dict[str, float] = {}
        for place, likeness in chain(self._whole(words), self._by_words(words), self._by_heads(words)):
            item = self._names[place][1]
            score = round(likeness * (1 if item.language == language else OTHER_LANGUAGE), 3)
            best[item.article_number] = max(score, best.get(item.article_number, 0))
        return best

    def _whole(self, words: str) -> Iterator[tuple[int, float]]:
        """Names that are, but for a slip of the ear, what was said."""
        found = process.extract(
            words, self._texts, scorer=fuzz.ratio, limit=MANY, score_cutoff=100 * SURE_ENOUGH
        )
        yield from ((place, score / 100) for _, score, place in found)

    def _by_words(self, words: str) -> Iterator[tuple[int, float]]:
        """Names that share whole words with what was said, in any order."""
        scorer = fuzz.token_set_ratio
        found = process.extract(words, self._texts, scorer=scorer, limit=MANY, score_cutoff=100 * SURE_ENOUGH)
        yield from ((place, WORDS * score / 100) for _, score, place in found)

    def _by_heads(self, words: str) -> Iterator[tuple[int, float]]:
        """Compounds that end in what was said: a Bratpfanne is a Pfanne, but a Kaffeekanne is no Kaffee."""
        said = tuple(word for word in words.split() if len(word) >= SHORTEST_HEAD)
        for word in self._with_word if said else ():
            if word.endswith(said) and word not in said:
                yield from ((place, HEAD) for place in self._with_word[word])
