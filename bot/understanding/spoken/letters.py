"""Letters as people spell them: by name, by any spelling alphabet, "M wie Mama", "W as in whiskey"."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.lexicon import Lexicon
from bot.understanding.spoken.tables import lexicon, table
from bot.understanding.spoken.words import fold

_SIGNS = frozenset(".,-–/")


class Letters(NamedTuple):
    """One letter or more in lower case and the word index after them."""

    text: str
    end: int


def letters_at(hearing: Hearing, start: int) -> list[Letters]:
    """Every way to read one spelled letter (or a doubled one) beginning at `start`, surest first."""
    start = hearing.skip(start, lexicon("letters", "beside"))
    if start >= len(hearing.words):
        return []
    doubled = _doubled(hearing, start)
    return [doubled, *_single(hearing, start)] if doubled else _single(hearing, start)


def _doubled(hearing: Hearing, start: int) -> Letters | None:
    repeat = hearing.table("digits", "repeats").at(hearing.words, start)
    single = _single(hearing, repeat.end) if repeat and repeat.end < len(hearing.words) else []
    return Letters(single[0].text * int(repeat.meaning), single[0].end) if repeat and single else None


def _single(hearing: Hearing, start: int) -> list[Letters]:
    explained = _explained(hearing, start, start)
    if explained:
        return [explained]
    found = []
    for plain in _plain(hearing, start):
        by_word = _explained(hearing, hearing.skip(plain.end, signs=_SIGNS), plain.end)
        found.append(by_word or plain)
    return found


def _plain(hearing: Hearing, start: int) -> Iterator[Letters]:
    word = hearing.words[start]
    for spoken in (names(hearing.language), lexicon("letters", "words")):
        phrase = spoken.at(hearing.words, start)
        if phrase:
            yield Letters(phrase.meaning, phrase.end)
    if len(word.raw) == 1 and word.raw.isalpha():
        yield Letters(word.raw.casefold(), start + 1)


def _explained(hearing: Hearing, start: int, otherwise: int) -> Letters | None:
    """ "wie Martha": the first letter of the word that follows, whatever the letter before sounded like."""
    phrase = as_in(hearing.language).at(hearing.words, start)
    if not phrase or phrase.end >= len(hearing.words):
        return None
    word = hearing.words[phrase.end]
    if not word.raw[0].isalpha() or len(word.raw) < 2:
        return None
    known = lexicon("letters", "words").at(hearing.words, phrase.end)
    return Letters(known.meaning, known.end) if known else Letters(word.raw[0].casefold(), phrase.end + 1)


@cache
def names(language: str) -> Lexicon:
    """What the letters are called in a language."""
    return lexicon("letters", "names", language)


@cache
def as_in(language: str) -> Lexicon:
    """The words between a letter and its explanation."""
    return lexicon("letters", "as_in", language)


@cache
def run_together(code: str, language: str) -> frozenset[str]:
    """Every folded word that says this code's letters in one go: "wehm", "weem", "wm" for WM."""
    called = table("letters")["names"][language]
    said = [[letter, *map(fold, called.get(letter, []))] for letter in code.casefold()]
    return frozenset("".join(parts).replace(" ", "") for parts in product(*said))
