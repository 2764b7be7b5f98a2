"""Yes and no: as a whole answer, or opening a longer sentence."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from bot.understanding.spoken.lexicon import Lexicon
from bot.understanding.spoken.tables import lexicon, table
from bot.understanding.spoken.words import Word, split

Answer = Literal["yes", "no"]

_ENDS_A_CLAUSE = frozenset(",.!;:–—-…?")


def read_yes_no(text: str, language: str) -> Answer | None:
    """The answer a whole utterance gives; None when it says anything else too, or leaves open which."""
    words = tuple(word for word in split(text) if not word.is_sign)
    meanings, end = _meanings(words, _phrases(language))
    if end < len(words) or "open" in meanings:
        return None
    return _decided(meanings)


def leading_yes_no(text: str, language: str) -> tuple[Answer | None, str]:
    """The answer a sentence opens with and what is said after it: ("no", "ich will wissen wo …")."""
    words = split(text)
    answer, end = _opening(words, language)
    if answer is None:
        return None, text
    rest = text[words[end].start :] if end < len(words) else ""
    return answer, rest.strip()


def read_yes_no_key(digits: str) -> Answer | None:
    """Key 1 is yes, key 2 is no."""
    answers: dict[str, Answer] = {"1": "yes", "2": "no"}
    return answers.get(digits.strip().rstrip("#"))


@cache
def _phrases(language: str) -> Lexicon:
    kinds = ("open", "yes", "no", "neutral")
    parts = table(f"answers.{language}")
    return Lexicon((phrase, kind) for kind in kinds for phrase in parts[kind])


def _meanings(words: Sequence[Word], phrases: Lexicon) -> tuple[list[str], int]:
    """What the phrases from the first word on mean, and where the first unknown word stands."""
    meanings: list[str] = []
    at = 0
    while at < len(words):
        phrase = phrases.at(words, at)
        if phrase is None:
            break
        meanings.append(phrase.meaning)
        at = phrase.end
    return meanings, at


def _decided(meanings: Sequence[str]) -> Answer | None:
    """The last word counts: "ja nee" is no, "yeah no" is no."""
    for meaning in reversed(meanings):
        if meaning == "yes":
            return "yes"
        if meaning == "no":
            return "no"
    return None


def _opening(words: Sequence[Word], language: str) -> tuple[Answer | None, int]:
    """The answer at the start and the index of the first word after it."""
    if _leaves_open(words, language):
        return None, 0
    whole, phrases = read_clause(words, language), lexicon(f"answers.{language}", "leading")
    if whole:
        return whole
    phrase = phrases.at(words, 0)
    opened = _phrases(language).at(words, 0)
    # "sicher nicht das blaue": a longer phrase than the opening word decides.
    if phrase is None or opened is None or opened.meaning not in ("yes", "no"):
        return None, 0
    if opened.end > phrase.end:
        phrase = opened
    answer: Answer = "yes" if opened.meaning == "yes" else "no"
    return answer, phrase.end


def _leaves_open(words: Sequence[Word], language: str) -> bool:
    opened = _phrases(language).at([word for word in words if not word.is_sign], 0)
    return opened is not None and opened.meaning == "open"


def read_clause(words: Sequence[Word], language: str) -> tuple[Answer, int] | None:
    """An answer that fills the text up to a comma or full stop."""
    end = next((at for at, word in enumerate(words) if word.folded in _ENDS_A_CLAUSE), len(words))
    meanings, read = _meanings(words[:end], _phrases(language))
    answer = _decided(meanings)
    if answer is None or read < end or "open" in meanings:
        return None
    return answer, _past_signs(words, end)


def _past_signs(words: Sequence[Word], at: int) -> int:
    while at < len(words) and words[at].folded in _ENDS_A_CLAUSE:
        at += 1
    return at
