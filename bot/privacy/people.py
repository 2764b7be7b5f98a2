"""Names of people in what somebody says: known ones, and whatever follows "mein Name ist". Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.privacy.spans import Span

FOLDER = Path(__file__).parent / "words"
NAME = "name"
WORD = re.compile(r"[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*")
PARTICLES = frozenset(
    (
        "von",
        "van",
        "de",
        "zu",
        "zur",
        "der",
        "den",
        "di",
        "da",
        "del",
        "la",
        "le",
        "al",
        "el",
        "mc",
        "vom",
        "ten",
    )
)
MOST_PARTS = 4
# Between two parts of one name nothing but this may stand.
GAP = re.compile(r"[\s.,]{1,3}")
CLOSE = re.compile(r"\s+")


@dataclass(frozen=True)
class Word:
    """As it stands, and as it is compared."""

    start: int
    end: int
    raw: str
    low: str


class People:
    """`vocabulary`: the words of every day of one language, lower case; any other word may be a name."""

    def __init__(self, language: str, vocabulary: Collection[str]) -> None:
        self._cues = cues(language)
        self._vocabulary = vocabulary
        self._not_names = frozenset(self._cues["not_names"].split())

    def __call__(self, text: str) -> Iterator[Span]:
        """Every name with all its parts; titles stay."""
        words = [Word(one.start(), one.end(), one[0], one[0].casefold()) for one in WORD.finditer(text)]
        for at, _ in enumerate(words):
            yield from self._from(text, words, at)

    def _from(self, text: str, words: list[Word], at: int) -> Iterator[Span]:
        word = words[at]
        if word.low in first_names() or self._is_plain_surname(word):
            yield self._whole(text, words, at)
        if word.low in self._cues["titles"] and self._follows(text, words, at + 1, after_title=True):
            yield self._whole(text, words, at + 1)
        for length, kind in self._cues_at(words, at):
            start = self._past_titles(words, at + length)
            if self._is_introduced(text, words, start, kind):
                yield self._whole(text, words, start)
        if self._closes(text, words, at) or self._is_before(words, at):
            yield self._whole(text, words, at)

    def _is_introduced(self, text: str, words: list[Word], at: int, kind: str) -> bool:
        if at >= len(words):
            return False
        if kind == "strong" and words[at].low not in self._not_names:
            return True
        known = words[at].low in first_names() or self._is_plain_surname(words[at]) or "-" in words[at].low
        alone = kind == "state" and not known and not self._is_second_name(words, at)
        if alone and not (self._name_like(words[at]) and self._ends_name(words, at + 1)):
            return False
        return self._follows(text, words, at)

    def _whole(self, text: str, words: list[Word], at: int) -> Span:
        """The name that begins here, with the parts that can only belong to it."""
        end = at + 1
        while end < len(words) and end - at < MOST_PARTS and self._goes_on(text, words, end):
            end += 1
        while end > at + 1 and words[end - 1].low in PARTICLES:
            end -= 1
        return Span(words[self._beginning(text, words, at)].start, words[end - 1].end, NAME)

    def _beginning(self, text: str, words: list[Word], at: int) -> int:
        """Further back, where what stands before it is no word of every day: "Thi Nguyen"."""
        while at and CLOSE.fullmatch(text[words[at - 1].end : words[at].start]):
            word = words[at - 1]
            if (
                word.low in self._vocabulary
                or word.low in self._not_names
                or word.low in self._cues["titles"]
            ):
                break
            at -= 1
        return at

    def _goes_on(self, text: str, words: list[Word], at: int) -> bool:
        word, between = words[at], text[words[at - 1].end : words[at].start]
        if not GAP.fullmatch(between):
            return False
        if word.low in PARTICLES:
            return at + 1 < len(words) and self._name_like(words[at + 1])
        beside = CLOSE.fullmatch(between) is not None
        return self._name_like(word) or (
            beside and (self._ends_name(words, at) or self._is_second_name(words, at))
        )

    def _is_second_name(self, words: list[Word], at: int) -> bool:
        """A word that is a first name too, with a surname after it: "Grace Young"."""
        return words[at].low in ambiguous("first_names") and self._ends_name(words, at + 1)

    def _ends_name(self, words: list[Word], at: int) -> bool:
        """After a first name also a word of every day may be the surname: "Sabine Klein"."""
        if at >= len(words):
            return False
        word = words[at]
        surname = word.low in ambiguous("last_names") and word.low not in self._not_names
        return surname or self._name_like(word)

    def _follows(self, text: str, words: list[Word], at: int, after_title: bool = False) -> bool:
        if at >= len(words):
            return False
        if not re.fullmatch(r"[\s.,:]{0,3}", text[words[at - 1].end : words[at].start]):
            return False
        also = words[at].low in ambiguous("last_names") | ambiguous("first_names")
        return (after_title and also) or self._name_like(words[at]) or self._is_second_name(words, at)

    def _name_like(self, word: Word) -> bool:
        """A known name, or no word of every day."""
        if word.low in self._not_names or len(word.low) < 2:
            return False
        if word.low in first_names() or self._is_plain_surname(word):
            return True
        parts = [part for part in re.split(r"[-'’.]", word.low) if len(part) > 1]
        known = listed_names("first_names") | listed_names("last_names") if len(parts) > 1 else frozenset()
        return bool(parts) and all(part in known or part not in self._vocabulary for part in parts)

    def _is_plain_surname(self, word: Word) -> bool:
        listed = word.low in listed_names("last_names") and word.low not in ambiguous("last_names")
        return listed and word.low not in self._not_names

    def _cues_at(self, words: list[Word], at: int) -> Iterator[tuple[int, str]]:
        """How many words a cue that begins here has, and its kind."""
        for kind in ("strong", "weak", "state"):
            lengths = [len(cue) for cue in _split(self._cues, kind) if self._said(words, at, cue)]
            if lengths:
                yield max(lengths), kind

    def _said(self, words: list[Word], at: int, cue: tuple[str, ...]) -> bool:
        return tuple(word.low for word in words[at : at + len(cue)]) == cue

    def _past_titles(self, words: list[Word], at: int) -> int:
        skipped = {*self._cues["titles"], "äh", "ähm", "uh", "um", "also", "der", "die", "the"}
        while at < len(words) and words[at].low in skipped:
            at += 1
        return at

    def _closes(self, text: str, words: list[Word], at: int) -> bool:
        """ "Viele Grüße, Tomke" at the end of a message."""
        last = at >= len(words) - 2 and at > 0 and not text[words[-1].end :].strip(" .!)")
        name = self._name_like(words[at]) or self._is_second_name(words, at)
        return last and words[at - 1].low in self._cues["closing"] and name

    def _is_before(self, words: list[Word], at: int) -> bool:
        """ "Kowalczyk am Apparat", at the beginning or after a greeting."""
        early = at <= 3
        for cue in _split(self._cues, "after"):
            for length in (1, 2):
                if early and self._said(words, at + length, cue):
                    return self._is_whole_name(words, at, length)
        return False

    def _is_whole_name(self, words: list[Word], at: int, length: int) -> bool:
        if length == 1:
            return self._name_like(words[at])
        first = self._name_like(words[at]) or words[at].low in ambiguous("first_names")
        return first and self._ends_name(words, at + 1)


@cache
def cues(language: str) -> dict[str, Any]:
    """What is said around names."""
    read: dict[str, Any] = YAML(typ="safe").load((FOLDER / "cues.yml").read_text("utf-8"))[language]
    return read


@cache
def listed_names(kind: str) -> frozenset[str]:
    """`first_names`, `last_names`, and those of them that are words as well (`ambiguous_…`)."""
    return frozenset(_names()[kind].casefold().split())


def ambiguous(kind: str) -> frozenset[str]:
    """Those that are words of every day as well."""
    return listed_names(f"ambiguous_{kind}")


@cache
def first_names() -> frozenset[str]:
    """Those that are nothing else."""
    return listed_names("first_names") - ambiguous("first_names")


@cache
def _names() -> dict[str, str]:
    read: dict[str, str] = YAML(typ="safe").load((FOLDER / "names.yml").read_text("utf-8"))
    return read


def _split(found: dict[str, Any], kind: str) -> tuple[tuple[str, ...], ...]:
    return _cut(tuple(found[kind]))


@cache
def _cut(cues_of_kind: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(WORD.findall(cue.casefold())) for cue in cues_of_kind)
