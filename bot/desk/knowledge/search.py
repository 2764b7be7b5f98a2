"""Finds statements by words, inflected or with a slip of the pen. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.desk.knowledge.statement import LANGUAGES, Statement
from bot.shop.product_words import filler_words, normalise

IN_TITLE, IN_ID, IN_HINTS, IN_TEXT = 5.0, 5.0, 3.0, 2.0
# A word counts by its beginning from so many letters on, and with a slip when it is long enough.
BEGINNING, SLIP_FROM, ALIKE = 4, 6, 86.0
MOST = 12
# Said around what is looked for.
GERMAN = ("und", "oder", "der", "die", "das", "ein", "eine", "im", "am", "zu", "zum", "zur", "mit", "von")
EMPTY = frozenset((*GERMAN, "the", "a", "an", "and", "or", "of", "to", "for"))


@dataclass(frozen=True)
class _Indexed:
    """A statement with its words."""

    statement: Statement
    words: tuple[tuple[float, frozenset[str]], ...]


class Library:
    """All statements, searched in both languages at once: experts mix them as callers do."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._all = [_Indexed(statement, tuple(_words(statement))) for statement in statements]

    def __len__(self) -> int:
        return len(self._all)

    def find(self, query: str, most: int = MOST) -> list[Statement]:
        """The best first; nothing when no word of the query is found."""
        asked = asked_for(query)
        rated = [(rate(asked, one.words), one.statement) for one in self._all]
        found = [pair for pair in rated if pair[0] > 0]
        # What is alike stays in the order in which the operator wrote it down.
        return [statement for _, statement in sorted(found, key=lambda pair: -pair[0])][:most]


def asked_for(query: str) -> list[str]:
    """The words that matter; all of them where nothing else is left."""
    words = [word for word in normalise(query).split() if word not in EMPTY]
    return [word for word in words if word not in filler_words()] or words


def rate(asked: Sequence[str], words: Sequence[tuple[float, frozenset[str]]]) -> float:
    """How well a statement answers; words that are all found count more than one found often."""
    each = [max((weight * _best(word, known) for weight, known in words), default=0.0) for word in asked]
    found = sum(1 for rating in each if rating > 0)
    return sum(each) * found / len(asked) if asked else 0.0


def _best(word: str, known: frozenset[str]) -> float:
    if word in known:
        return 1.0
    if len(word) >= BEGINNING and any(_begins(word, other) for other in known):
        return 0.8
    alike = len(word) >= SLIP_FROM and any(
        len(other) >= SLIP_FROM and fuzz.ratio(word, other) >= ALIKE for other in known
    )
    return 0.5 if alike else 0.0


def _begins(word: str, other: str) -> bool:
    """ "rücksendungen" and "rücksendung", "kaffee" and "kaffeemühle"."""
    return other.startswith(word) or (len(other) >= BEGINNING and word.startswith(other))


def _words(statement: Statement) -> Iterable[tuple[float, frozenset[str]]]:
    yield IN_ID, frozenset(normalise(statement.id).split())
    yield IN_TITLE, _of(statement.title[one] for one in LANGUAGES)
    yield IN_HINTS, _of(statement.hints)
    yield IN_TEXT, _of(statement.text[one] for one in LANGUAGES)


def _of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in normalise(text).split() if word not in EMPTY)
