"""What somebody says who is called back: yes, not now, wrong person, a machine, or that we disturb."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words
from bot.understanding.spoken.yes_no import leading_yes_no, read_yes_no

FILE = Path(__file__).parent / "words" / "callee.yml"

Kind = Literal["keep_free", "never", "wrong_number", "not_there", "mailbox", "not_now", "yes"]
# The gravest first: who says that somebody is dying need not be asked whether it is a good time.
ORDER: tuple[Kind, ...] = ("keep_free", "mailbox", "wrong_number", "not_there", "never")


def told(text: str, language: str) -> Kind | None:
    """What the words say beyond yes and no; None for what only the gate or a second question can tell."""
    said = " ".join(plain_words(text))
    return next((kind for kind in ORDER if _patterns(language)[kind].search(said)), None)


def plain_answer(text: str, language: str) -> Literal["yes", "no"] | None:
    """Yes or no to "is this a good time", where nothing else is said; None for anything more."""
    if answer := read_yes_no(text, language):
        return answer
    said = " ".join(plain_words(text))
    rest = _patterns(language)["not_now"].sub(" ", said)
    if rest != said and _is_filler(rest, language):
        return "no"
    agreed = _patterns(language)["yes"].sub(" ", said)
    return "yes" if agreed != said and _is_filler(agreed, language) else None


def leaning(text: str, language: str) -> Literal["yes", "no"] | None:
    """What a longer answer comes to: its first word, or a reason why it does not suit."""
    answer, _ = leading_yes_no(text, language)
    if answer:
        return answer
    said = " ".join(plain_words(text))
    return "no" if _patterns(language)["not_now"].search(said) else None


def _is_filler(text: str, language: str) -> bool:
    return set(text.split()) <= _fillers(language)


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    return {kind: _pattern(words) for kind, words in _file()[language].items() if kind != "filler"}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Longer phrases first, so that "nicht mehr an" is not taken for a mere "nicht"."""
    worded = sorted((re.escape(phrase) for phrase in phrases), key=len, reverse=True)
    either = "|".join(_any_ending(_some_words(phrase)) for phrase in worded)
    return re.compile(rf"(?<![\w'])(?:{either})(?![\w'])")


def _any_ending(escaped: str) -> str:
    return escaped.replace(r"\*", r"[\w']*")


def _some_words(escaped: str) -> str:
    return escaped.replace(r"\ \.\.\ ", r"(?:\s[\w']+){0,4}\s")


@cache
def _fillers(language: str) -> frozenset[str]:
    return frozenset(_file()[language]["filler"])


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return loaded
