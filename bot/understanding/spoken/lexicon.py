"""Phrases and what they mean, found at a place in an utterance."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.understanding.spoken.words import Word, split


class Phrase(NamedTuple):
    """A phrase found: what it means and the index of the word after it."""

    meaning: str
    end: int


class Lexicon:
    """Phrases of one or more words; the longest one at a place counts."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._meanings: dict[tuple[str, ...], str] = {}
        for phrase, meaning in entries:
            self._meanings.setdefault(tuple(word.folded for word in split(phrase)), meaning)
        self._lengths: dict[str, int] = {}
        for words in self._meanings:
            self._lengths[words[0]] = max(len(words), self._lengths.get(words[0], 0))

    def __contains__(self, word: str) -> bool:
        return (word,) in self._meanings

    def meaning(self, word: str) -> str | None:
        """What this single folded word means."""
        return self._meanings.get((word,))

    def at(self, words: Sequence[Word], start: int) -> Phrase | None:
        """The longest phrase that begins at `start`."""
        if start >= len(words):
            return None
        for length in range(self._lengths.get(words[start].folded, 0), 0, -1):
            meaning = self._meanings.get(tuple(word.folded for word in words[start : start + length]))
            if meaning is not None and start + length <= len(words):
                return Phrase(meaning, start + length)
        return None

    def ending_at(self, words: Sequence[Word], end: int) -> int | None:
        """Where the longest phrase that ends before index `end` begins."""
        longest = max(self._lengths.values(), default=0)
        for start in range(max(0, end - longest), end):
            if tuple(word.folded for word in words[start:end]) in self._meanings:
                return start
        return None
