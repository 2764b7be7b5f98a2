"""Numbers in words and digits: "achtundvierzig", "5 und 20", "one hundred and four", "zwölfhundert"."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.understanding.spoken.tables import lexicon, table
from bot.understanding.spoken.words import Word, fold

_LONGEST_WORD = 80
_LONGEST_DIGITS = 15


class Number(NamedTuple):
    """A number's value and the index of the word after it."""

    value: int
    end: int


@cache
def simple_numbers(language: str) -> dict[str, int]:
    """Every number word below a hundred that is one word by itself."""
    parts = table(f"digits.{language}")
    kinds = (parts["units"], parts["teens"], parts["tens"])
    return {fold(word): int(value) for kind in kinds for value, words in kind.items() for word in words}


@lru_cache(maxsize=8192)
def spoken_value(folded: str, language: str) -> int | None:
    """The value of one number word, compounds included; None for any other word."""
    if len(folded) > _LONGEST_WORD:
        return None
    simple = simple_numbers(language).get(folded)
    # A lone "ein" is an article; inside a compound it counts.
    if simple is not None or language != "de" or folded == "ein":
        return simple
    return _with_thousands(folded)


def word_value(word: Word, language: str) -> int | None:
    """The value of one word or run of digits."""
    if word.is_digits:
        return int(word.folded) if len(word.folded) <= _LONGEST_DIGITS else None
    return spoken_value(word.folded, language)


def begins_number(words: Sequence[Word], start: int, language: str) -> bool:
    """Whether a number begins at `start`: a number word, "hundert", or "ein"/"a" right before that."""
    if start >= len(words):
        return False
    word, large = words[start], _large_words(language)
    if word_value(word, language) is not None or word.folded in large:
        return True
    ones = lexicon(f"digits.{language}", "one_large")
    return word.folded in ones and start + 1 < len(words) and words[start + 1].folded in large


@cache
def _large_words(language: str) -> frozenset[str]:
    parts = table(f"digits.{language}")
    return frozenset(fold(word) for part in ("hundred", "thousand") for word in parts[part])


def is_small(value: int | None, language: str, kind: str) -> bool:
    """Whether a value belongs to the table part "units", "teens" or "tens"."""
    return value is not None and value in table(f"digits.{language}")[kind]


def _with_thousands(folded: str) -> int | None:
    head, found, tail = folded.partition("tausend")
    if not found:
        return _with_hundreds(folded)
    thousands = _with_hundreds(head) if head else 1
    rest = _with_hundreds(tail.removeprefix("und")) if tail else 0
    return None if thousands is None or rest is None else thousands * 1000 + rest


def _with_hundreds(folded: str) -> int | None:
    head, found, tail = folded.partition("hundert")
    if not found:
        return _below_hundred(folded)
    hundreds = _below_hundred(head) if head else 1
    rest = _below_hundred(tail.removeprefix("und")) if tail else 0
    return None if hundreds is None or rest is None else hundreds * 100 + rest


def _below_hundred(folded: str) -> int | None:
    simple = simple_numbers("de")
    if folded in simple:
        return simple[folded]
    if folded == "ein":
        return 1
    unit, found, tens = folded.partition("und")
    value = 1 if unit == "ein" else simple.get(unit, 0)
    if found and 1 <= value <= 9 and simple.get(tens, 0) >= 20:
        return simple[tens] + value
    return None


def below_hundred_at(words: Sequence[Word], start: int, language: str) -> Number | None:
    """A number at `start`, with the tens and units a language says apart put together."""
    value = word_value(words[start], language) if start < len(words) else None
    if value is None:
        return None
    joined = _german_pair(words, start, value) if language == "de" else _english_pair(words, start, value)
    return joined or Number(value, start + 1)


def _german_pair(words: Sequence[Word], start: int, unit: int) -> Number | None:
    if not 1 <= unit <= 9 or start + 2 >= len(words) or words[start + 1].folded != "und":
        return None
    tens = word_value(words[start + 2], "de")
    return Number(tens + unit, start + 3) if is_small(tens, "de", "tens") and tens else None


def _english_pair(words: Sequence[Word], start: int, tens: int) -> Number | None:
    if words[start].is_digits or not is_small(tens, "en", "tens"):
        return None
    after = start + 2 if start + 1 < len(words) and words[start + 1].folded in "-—" else start + 1
    if after >= len(words) or words[after].is_digits:
        return None
    unit = word_value(words[after], "en")
    return Number(tens + unit, after + 1) if unit and unit <= 9 else None


def below_thousand_at(words: Sequence[Word], start: int, language: str) -> Number | None:
    """A number at `start` with its hundreds: "hundert vier", "eight hundred and twenty-three"."""
    hundreds = _counted(words, start, language, "hundred")
    if hundreds is None:
        return below_hundred_at(words, start, language)
    rest = below_hundred_at(words, _past_and(words, hundreds.end, language), language)
    if rest and 0 < rest.value < 100:
        return Number(hundreds.value + rest.value, rest.end)
    return hundreds


def number_at(words: Sequence[Word], start: int, language: str) -> Number | None:
    """The longest number at `start`, up to the hundred thousands."""
    if not begins_number(words, start, language):
        return None
    thousands = _counted(words, start, language, "thousand")
    if thousands is None:
        return below_thousand_at(words, start, language)
    rest = below_thousand_at(words, _past_and(words, thousands.end, language), language)
    if rest and 0 < rest.value < 1000:
        return Number(thousands.value + rest.value, rest.end)
    return thousands


def _counted(words: Sequence[Word], start: int, language: str, unit: str) -> Number | None:
    """So many hundreds or thousands: "[ein] hundert", "achthundert", "twelve hundred"."""
    size, name = (100, "hundred") if unit == "hundred" else (1000, "thousand")
    names, ones = lexicon(f"digits.{language}", name), lexicon(f"digits.{language}", "one_large")
    at = start + 1 if start < len(words) and words[start].folded in ones else start
    if at < len(words) and words[at].folded in names:
        return Number(size, at + 1)
    read = below_hundred_at if unit == "hundred" else below_thousand_at
    count = read(words, start, language)
    if count and count.end < len(words) and words[count.end].folded in names and 0 < count.value < 1000:
        return Number(count.value * size, count.end + 1)
    whole = word_value(words[start], language) if start < len(words) and not words[start].is_digits else None
    return Number(whole, start + 1) if whole and whole % size == 0 else None


def _past_and(words: Sequence[Word], start: int, language: str) -> int:
    return (
        start + 1
        if start < len(words) and words[start].folded in lexicon(f"digits.{language}", "and")
        else start
    )
