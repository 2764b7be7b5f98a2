"""The digit groups that may begin at a word: plain, as one spoken number, or repeated ("doppel sieben")."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.understanding.spoken.numerals import (
    Number,
    begins_number,
    below_hundred_at,
    below_thousand_at,
    is_small,
    number_at,
    simple_numbers,
    word_value,
)
from bot.understanding.spoken.tables import lexicon
from bot.understanding.spoken.words import Word

# A shorter grouping of what sounds like one number ("hundert", "vier") is possible, not likely.
SHORTER = 0.6
TAKEN_APART = 1.2
NEAR_SOUND = 0.4


class Group(NamedTuple):
    """Digits said together, the word index after them and the cost of reading them so."""

    digits: str
    end: int
    cost: float


def groups_at(words: Sequence[Word], start: int, language: str) -> list[Group]:
    """Every way to read digits beginning at `start`; empty when none begins there."""
    return [
        *_spoken_numbers(words, start, language),
        *_repeated(words, start, language),
        *_run_together(words, start, language),
        *_near_sounds(words, start, language),
    ]


def starts_number(words: Sequence[Word], start: int, language: str) -> bool:
    """Whether a word says digits by itself."""
    return (
        begins_number(words, start, language)
        or words[start].is_digits
        or _digits_run_together(words[start].folded, language) is not None
    )


def _spoken_numbers(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    if words[start].is_digits:
        yield from _written(words, start, language)
        return
    seen: list[Group] = []
    for read in (number_at, below_thousand_at, below_hundred_at):
        number = read(words, start, language)
        if number and all(number.end != group.end for group in seen):
            seen.append(Group(str(number.value), number.end, SHORTER if seen else 0.0))
    value = word_value(words[start], language)
    if value is not None and all(group.end != start + 1 for group in seen):
        seen.append(Group(str(value), start + 1, SHORTER))
    yield from seen
    yield from _apart(value, start, language)


def _written(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    """Digits as a recogniser writes them: as they stand, or as "5 und 20", "100 4", "20 3" for one number."""
    longest = number_at(words, start, language) or Number(0, start + 1)
    if longest.end > start + 1:
        yield Group(str(longest.value), longest.end, 0.0)
    yield Group(words[start].folded, start + 1, SHORTER if longest.end > start + 1 else 0.0)
    yield from _lost_and(words, start, language)


def _lost_and(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    """ "3 20" may have been "dreiundzwanzig", "20 3" "twenty-three", "100 4" "hundertvier"."""
    if start + 1 >= len(words) or not words[start + 1].is_digits:
        return
    first, second = word_value(words[start], language), word_value(words[start + 1], language)
    if not first or not second or words[start].folded.startswith("0"):
        return
    tens, unit = (first, second) if language == "en" else (second, first)
    if is_small(tens, language, "tens") and unit <= 9:
        yield Group(str(tens + unit), start + 2, TAKEN_APART)
    for size in (100, 1000):
        if first % size == 0 and first < size * 1000 and second < size:
            yield Group(str(first + second), start + 2, SHORTER)


def _apart(value: int | None, start: int, language: str) -> Iterator[Group]:
    """A German "dreiundzwanzig" may have been "drei", "zwanzig"; an English one is said in writing order."""
    if language == "de" and value is not None and 20 < value < 100 and value % 10:
        yield Group(f"{value % 10}{value - value % 10}", start + 1, TAKEN_APART)


def _repeated(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    repeat = lexicon(f"digits.{language}", "repeats").at(words, start)
    if not repeat:
        return
    after = lexicon(f"digits.{language}", "after_repeat").at(words, repeat.end)
    at = after.end if after else repeat.end
    number = below_hundred_at(words, at, language)
    if number and number.value < 100:
        yield Group(str(number.value) * int(repeat.meaning), number.end, 0.0)


def _run_together(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    digits = _digits_run_together(words[start].folded, language)
    if digits:
        yield Group(digits, start + 1, SHORTER)


@lru_cache(maxsize=4096)
def _digits_run_together(folded: str, language: str) -> str | None:
    """ "einsnullvier" as recognisers sometimes write it."""
    if len(folded) > 60 or folded in simple_numbers(language) or not _together(language).fullmatch(folded):
        return None
    parts = re.findall(_one(language), folded)
    return "".join(str(simple_numbers(language)[part]) for part in parts) if len(parts) > 1 else None


@cache
def _one(language: str) -> str:
    return "|".join(sorted(map(re.escape, simple_numbers(language)), key=len, reverse=True))


@cache
def _together(language: str) -> re.Pattern[str]:
    # Possessive: the longest number word wins and nothing is tried twice, so no text can make this slow.
    return re.compile(f"(?:{_one(language)})++")


def _near_sounds(words: Sequence[Word], start: int, language: str) -> Iterator[Group]:
    digit = lexicon(f"digits.{language}", "near").meaning(words[start].folded)
    beside = [at for at in (start - 1, start + 1) if 0 <= at < len(words)]
    if digit and any(word_value(words[at], language) is not None for at in beside):
        yield Group(digit, start + 1, NEAR_SOUND)
