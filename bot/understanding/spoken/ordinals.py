"""Ordinal numbers up to 31: "dritter", "einundzwanzigsten", "3.", "twenty-first", "3rd"."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.understanding.spoken.numerals import spoken_value
from bot.understanding.spoken.tables import table
from bot.understanding.spoken.words import Word, fold, glued

_ENGLISH_MARKS = frozenset({"st", "nd", "rd", "th"})
_LAST_DAY = 31


class Ordinal(NamedTuple):
    """A place in a row and the word index after it."""

    value: int
    end: int


def ordinal_at(words: Sequence[Word], start: int, language: str) -> Ordinal | None:
    """The ordinal that begins at `start`."""
    if start >= len(words):
        return None
    if words[start].is_digits:
        return _written(words, start, language)
    value = ordinal_word(words[start].folded, language)
    if value is not None:
        return Ordinal(value, start + 1)
    return _english_pair(words, start) if language == "en" else None


def _written(words: Sequence[Word], start: int, language: str) -> Ordinal | None:
    if len(words[start].folded) > 2 or start + 1 >= len(words) or not glued(words[start], words[start + 1]):
        return None
    mark = words[start + 1].folded
    marks = _ENGLISH_MARKS if language == "en" else frozenset(table("calendar.de")["ordinal_endings"]) | {"."}
    value = int(words[start].folded)
    return Ordinal(value, start + 2) if mark in marks and 1 <= value <= _LAST_DAY else None


@lru_cache(maxsize=4096)
def ordinal_word(folded: str, language: str) -> int | None:
    """The place one ordinal word names."""
    stems = _stems(language)
    if language == "en":
        return stems.get(folded)
    for ending in table("calendar.de")["ordinal_endings"]:
        stem = folded.removesuffix(ending[1:])
        if folded.endswith(ending) and stem in stems:
            return stems[stem]
    return None


@cache
def _stems(language: str) -> dict[str, int]:
    simple = table(f"calendar.{language}")["ordinals"]
    stems = {fold(stem): value for value, words in simple.items() for stem in words}
    if language == "de":
        # "einundzwanzigst": a number word and "st".
        return stems | {f"{word}st": value for word, value in _german_days().items()}
    tens = {"twenty": 20, "thirty": 30}
    together = {
        f"{ten}{one}": high + low for ten, high in tens.items() for one, low in stems.items() if low < 10
    }
    return stems | together


def _german_days() -> dict[str, int]:
    units = ("ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun")
    words = [f"{unit}und{tens}" for tens in ("zwanzig", "dreissig") for unit in units]
    values = {word: spoken_value(word, "de") for word in words}
    return {word: value for word, value in values.items() if value is not None and value <= _LAST_DAY}


def _english_pair(words: Sequence[Word], start: int) -> Ordinal | None:
    tens = {20: 20, 30: 30}.get(spoken_value(words[start].folded, "en") or 0)
    at = start + 2 if start + 1 < len(words) and words[start + 1].folded in "-—" else start + 1
    if tens is None or at >= len(words):
        return None
    unit = ordinal_word(words[at].folded, "en")
    fits = unit is not None and unit < 10 and tens + unit <= _LAST_DAY
    return Ordinal(tens + unit, at + 1) if fits and unit else None
