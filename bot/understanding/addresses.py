"""Streets and house numbers as callers say them: "Lindenallee zwölf b", "12 bis 14", "Stiege 2 Tür 14"."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from bot.understanding.entities import read_entities
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.letters import letters_at
from bot.understanding.spoken.numerals import begins_number, number_at
from bot.understanding.spoken.words import Word

FILE = Path(__file__).parent / "words" / "street.yml"
LONGEST = 80
HIGHEST = 9999
_TO = frozenset({"bis", "to", "-", "–", "/"})
# Austrian addresses go on inside the house.
_INSIDE = frozenset({"stiege", "tuer", "tür", "top", "stock", "flat", "apartment", "wohnung"})
# The day plays no part in an address.
_ANY_DAY = date(2026, 1, 1)


class Street(NamedTuple):
    """A street's name and the house number said with it, if any."""

    name: str
    house: str | None


def street_in(text: str, language: str) -> Street | None:
    """The street an answer names; None when nothing is left that could be one."""
    if "@" in text:
        return None
    words = Hearing(text, language, _ANY_DAY).words
    at = _house_at(words, language)
    name = _name(text[: words[at].start] if at is not None else text, language)
    house = house_number_in(text[words[at].start :], language) if at is not None else None
    return Street(name, house) if name else None


def street_beside_postcode(text: str, language: str, cities: Sequence[str]) -> Street | None:
    """The street and house number said in one breath with a postcode; None unless both are there."""
    found = read_entities(text, language, expecting="postcode", today=_ANY_DAY)
    postcode = next((item for item in found if item.name == "postcode"), None)
    if postcode is None:
        return None
    town = "|".join(map(re.escape, ("in", *cities)))
    before = re.sub(rf"[\s,]+(?:{town})[\s,]*$", "", text[: postcode.start], flags=re.IGNORECASE)
    after = re.sub(rf"\b(?:{town})\b", "", text[postcode.end :], flags=re.IGNORECASE)
    streets = (street_in(part, language) for part in (before, after) if _ends_in_number(part, language))
    return next((street for street in streets if street and street.house), None)


def _ends_in_number(text: str, language: str) -> bool:
    """ "Lindenallee 12 b", but not "seit 12 Jahren"."""
    words = Hearing(text, language, _ANY_DAY).words
    last = len(words) - 1
    return last > 0 and (len(words[last].raw) == 1 or begins_number(words, last, language))


def house_number_in(text: str, language: str) -> str | None:
    """The first house number in the words: `12`, `12a`, `12-14`, `3/2/14`; None for none."""
    hearing = Hearing(text, language, _ANY_DAY)
    for at in range(len(hearing.words)):
        number = number_at(hearing.words, at, language)
        if number and 0 < number.value <= HIGHEST:
            return f"{number.value}{_rest(hearing, number.end)}"
    return None


def _rest(hearing: Hearing, at: int) -> str:
    """What belongs to the number: a letter, up to which number, the parts inside."""
    words, language = hearing.words, hearing.language
    letters = letters_at(hearing, at) if at < len(words) and words[at].folded not in _TO else []
    if letters and len(letters[0].text) == 1:
        return letters[0].text + _rest(hearing, letters[0].end)
    if at + 1 < len(words) and words[at].folded in _TO | _INSIDE:
        number = number_at(words, at + 1, language)
        if number:
            sign = "-" if words[at].folded in _TO else "/"
            return f"{sign}{number.value}{_rest(hearing, number.end)}"
    return ""


def _house_at(words: tuple[Word, ...], language: str) -> int | None:
    """Where the house number begins: at the last number that continues no other ("17. Juni 135")."""
    found, at = None, 1
    while at < len(words):
        number = number_at(words, at, language) if begins_number(words, at, language) else None
        if number and words[at - 1].folded not in _TO | _INSIDE and _named(words[:at]):
            found = at
        at = number.end if number else at + 1
    return found


def _named(words: tuple[Word, ...]) -> bool:
    return any(word.raw.isalpha() and len(word.raw) > 2 for word in words)


def _name(text: str, language: str) -> str:
    name = " ".join(re.sub(r"[,;:!?]", " ", text).split()).strip(" .-")
    lead = _lead_in(language).match(name)
    while lead and lead.end():
        name = name[lead.end() :].strip()
        lead = _lead_in(language).match(name)
    kept = name if any(letter.isupper() for letter in name) else name.title()
    return kept if re.search(r"[^\W\d_]{3}", kept) and len(kept) <= LONGEST else ""


@cache
def _lead_in(language: str) -> re.Pattern[str]:
    sayings = sorted(YAML(typ="safe").load(FILE.read_text("utf-8"))[language], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, sayings))})(?:\s+|$)", re.IGNORECASE)
