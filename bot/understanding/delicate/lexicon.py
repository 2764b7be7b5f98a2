"""Classes of words: that "Schwippschwager" is kin and "entschlafen" is to die, whoever happens to say it.

The classifier learns on classes beside words, so a word nobody used in a training sentence still counts.
Entries of `data/delicate/lexicon.<language>.yml`: `wort*` any ending, `*wort` any beginning, `*wort*` both,
several words are a phrase, `_` in it stands for up to two words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.nlu.spoken_words import normalized
from bot.understanding.delicate.examples import LANGUAGES

WORD = re.compile(r"\w+")
GAP, MOST_BETWEEN = "_", 2
# Shorter stems would be found in anything.
SHORTEST_STEM = 3
# Classes within this many words of each other stand in one clause.
NEAR = 8


@dataclass(frozen=True)
class Stem:
    """One word of an entry and how it may go on."""

    stem: str
    open_start: bool
    open_end: bool

    def matches(self, word: str) -> bool:
        """Whether `word` is one of its forms."""
        if self.open_start and self.open_end:
            return self.stem in word
        if self.open_start:
            return word.endswith(self.stem)
        return word.startswith(self.stem) if self.open_end else word == self.stem


Phrase = tuple[str, tuple[Stem | None, ...]]


@dataclass
class Words:
    """One language's entries, found by the first word of each."""

    exact: dict[str, list[Phrase]] = field(default_factory=dict)
    starts: dict[str, list[Phrase]] = field(default_factory=dict)
    ends: dict[str, list[Phrase]] = field(default_factory=dict)
    inside: dict[str, list[Phrase]] = field(default_factory=dict)

    def add(self, name: str, entry: str) -> None:
        """File an entry under its first word."""
        stems = tuple(None if word == GAP else _stem(word) for word in entry.split())
        first = stems[0] if stems else None
        if first is None or not first.stem:
            return
        shelf = {(False, False): self.exact, (False, True): self.starts, (True, False): self.ends}
        filed = shelf.get((first.open_start, first.open_end), self.inside)
        filed.setdefault(first.stem, []).append((name, stems))

    def beginning_with(self, word: str) -> Iterator[Phrase]:
        """Every entry whose first word this may be."""
        yield from self.exact.get(word, ())
        for cut in range(SHORTEST_STEM, len(word) + 1):
            yield from self.starts.get(word[:cut], ())
            yield from self.ends.get(word[-cut:], ())
        if self.inside:
            yield from self._within(word)

    def _within(self, word: str) -> Iterator[Phrase]:
        seen = {word[a:b] for a in range(len(word)) for b in range(a + SHORTEST_STEM, len(word) + 1)}
        for part in seen & self.inside.keys():
            yield from self.inside[part]


class Lexicon:
    """Finds the classes in a text."""

    def __init__(self, entries: Sequence[str]) -> None:
        """Each entry is language, class and normalized words, with a tab between them."""
        self.entries = entries
        self._languages: dict[str, Words] = {}
        for entry in entries:
            language, name, words = entry.split("\t")
            self._languages.setdefault(language, Words()).add(name, words)

    @classmethod
    def read(cls, folder: Path) -> "Lexicon":
        """From the folder's lexicon files, which takes some seconds; raises TuningInvalid."""
        return cls(
            [entry for language in LANGUAGES for entry in _read(folder / f"lexicon.{language}.yml", language)]
        )

    def classes(self, text: str, language: str) -> list[tuple[int, str]]:
        """The classes in a normalized text, once each a place: the place of the first word, and the name."""
        words, said = self._languages[language], WORD.findall(text)
        found = {
            (place, name)
            for place, word in enumerate(said)
            for name, stems in words.beginning_with(word)
            if _goes_on(stems[1:], said[place + 1 :])
        }
        return sorted(found)


def features(found: list[tuple[int, str]]) -> list[str]:
    """What the classifier sees: each class, and pairs of classes that stand near each other, in order."""
    names = [f"c:{name}" for _, name in found]
    pairs = {
        f"c:{one}>{other}"
        for place, one in found
        for later, other in found
        if place < later <= place + NEAR and one != other
    }
    return names + sorted(pairs)


def _goes_on(stems: tuple[Stem | None, ...], said: list[str]) -> bool:
    if not stems:
        return True
    if stems[0] is None:
        return any(_goes_on(stems[1:], said[skip:]) for skip in range(MOST_BETWEEN + 1))
    return bool(said) and stems[0].matches(said[0]) and _goes_on(stems[1:], said[1:])


def _stem(word: str) -> Stem:
    return Stem(word.replace("*", ""), word.startswith("*"), word.endswith("*"))


def _read(file: Path, language: str) -> Iterator[str]:
    loaded = YAML(typ="safe").load(file.read_text("utf-8"))
    if not isinstance(loaded, dict):
        raise TuningInvalid(f"{file.name} has no classes")
    for name, entries in loaded.items():
        yield from (f"{language}\t{name}\t{_normal(str(entry))}" for entry in entries)


def _normal(entry: str) -> str:
    """As the words will stand in a normalized sentence, with their signs; hesitations never stand there."""
    return " ".join(_normal_word(word) for word in entry.split() if not hesitates(word))


def _normal_word(word: str) -> str:
    bare = word.strip("*")
    if word == GAP or not bare:
        return word
    start, end = "*" if word.startswith("*") else "", "*" if word.endswith("*") else ""
    return f"{start}{normalized(bare)}{end}"


def hesitates(word: str) -> bool:
    """Whether normalizing takes the word out of a sentence, as it does with "um" and "er"."""
    return "*" not in word and normalized(f"x {word}") == "x"
