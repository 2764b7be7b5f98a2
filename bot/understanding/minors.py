"""Whether words say that a child is speaking; a grown-up then has to order."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words
from bot.understanding.entities import read_entities

FILE = Path(__file__).parent / "words" / "minor.yml"
YOUNGEST, OF_AGE = 4, 18
# The day plays no part in an age.
ANY_DAY = date(2026, 1, 1)


def says_minor(text: str, language: str) -> bool:
    """ "Ich bin zehn und hab das mit Mamas Handy…"; "ich bin zehn Minuten entfernt" is none."""
    words = _table()[language]
    said = f" {' '.join(plain_words(text))} "
    if any(f" {' '.join(plain_words(saying))} " in said for saying in words["says"]):
        return True
    return any(_age_after(found.end(), text, language) for found in _opening(language).finditer(text))


def _age_after(at: int, text: str, language: str) -> bool:
    rest = text[at:]
    found = read_entities(rest, language, expecting="quantity", today=ANY_DAY)
    number = next((item for item in found if item.name == "quantity"), None)
    if number is None or len(plain_words(rest[: number.start])) > 1:
        return False
    after = plain_words(rest[number.end :])[:2]
    not_age = _table()[language]["not_age"]
    return YOUNGEST <= int(number.value) < OF_AGE and not any(word in not_age for word in after)


@cache
def _opening(language: str) -> re.Pattern[str]:
    sayings = sorted(_table()[language]["age"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sayings))})\b", re.IGNORECASE)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return loaded
