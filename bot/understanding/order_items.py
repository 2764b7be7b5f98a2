"""What callers say about the items of an order: several in a breath, fewer, more, others instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words
from bot.understanding.entities import Entity, read_entities

FILE = Path(__file__).parent / "words" / "order_items.yml"
# The day plays no part in what is ordered.
ANY_DAY = date(2026, 1, 1)
TIMES = re.compile(r"\b([a-zäöü]+|\d+)mal\b", re.IGNORECASE)
# Where something was taken out: what stood before it says nothing about what follows.
GAP = "_"
# A count and a name have no more words than this.
LONGEST_ITEM = 5
LONGEST_SWAP = 10
# What may stand before a question's first word.
OPENERS = frozenset({"und", "äh", "ähm", "ach", "sagen", "mal", "also", "and", "um", "uh", "so", "well"})
NOT_COUNTED = frozenset({"ein", "manch", "noch", "dies", "nicht", "nor", "jedes", "dr"})

Act = Literal["add", "more", "set", "remove"]


@dataclass(frozen=True)
class ItemWish:
    """One item as said: `words` left to find the article by, `quantity` None when none was said.

    `act`: add it, add to what there is, make it so many, or take it out.
    """

    act: Act
    words: str
    quantity: int | None = None
    article_number: str | None = None


def says_done(text: str, language: str) -> bool:
    """The whole utterance says that nothing more is wanted."""
    around = _phrases(language, "around_done")
    said = [word for word in plain_words(text) if word not in around]
    return " ".join(said) in _phrases(language, "done")


def asks_about(text: str, language: str) -> bool:
    """The words open a question, which puts nothing into a basket."""
    said = plain_words(text)
    start = next((at for at, word in enumerate(said) if word not in OPENERS), 0)
    return bool(_opening(language).match(" ".join(said[start:])))


def names_item(text: str, language: str) -> bool:
    """The words are a count with a name behind it and no more: "three thermos flasks"."""
    counted = _quantity(text, language)
    if counted is None or not OPENERS.issuperset(plain_words(text[: counted.start])):
        return False
    return 1 < len(plain_words(text[counted.start :])) <= LONGEST_ITEM


def swaps_item(text: str, language: str) -> bool:
    """One item in the place of another, and not much else: "a carafe instead of the shower curtain"."""
    acts = {wish.act for wish in item_wishes(text, language)}
    return len(plain_words(text)) <= LONGEST_SWAP and "remove" in acts and len(acts) > 1


def item_wishes(text: str, language: str) -> tuple[ItemWish, ...]:
    """The items wished, in the order said; a correction in the same breath replaces what it corrects."""
    text = TIMES.sub(_apart, text)
    wanted, unwanted = _instead(text, language)
    wishes = [wish for part in _parts(wanted, language) for wish in _of_part(part, language)]
    if unwanted:
        wishes = [*wishes, *(_with_act(wish, "remove") for wish in _of_part(unwanted, language))]
    return tuple(wishes)


def _of_part(part: str, language: str) -> Iterator[ItemWish]:
    """A part between two "and": what was said first counts only if it names more than a number."""
    said = _cut(language, "correction").split(part)
    corrected = len(said) > 1
    for place, piece in enumerate(said):
        wish = _wish(piece, language, corrected=corrected and place > 0)
        overtaken = place + 1 < len(said) and _wish(said[place + 1], language, corrected=True) is not None
        if wish and not (overtaken and not wish.words and wish.article_number is None):
            yield wish


def _wish(piece: str, language: str, corrected: bool) -> ItemWish | None:
    number = _article_number(piece, language)
    rest = _without(piece, number)
    counted = _quantity(rest, language)
    act = _act(rest, language, corrected)
    words = _searchable(_without(rest, counted), language)
    quantity = int(counted.value) if counted else None
    if not words and number is None and quantity is None:
        return None
    return ItemWish(act, words, quantity, number.value if number else None)


def _act(piece: str, language: str, corrected: bool) -> Act:
    if _cut(language, "remove").search(piece):
        return "remove"
    if corrected or _cut(language, "only").search(piece):
        return "set"
    if _cut(language, "more").search(piece):
        return "more"
    return "set" if _cut(language, "set").search(piece) else "add"


def _article_number(piece: str, language: str) -> Entity | None:
    for expecting in (None, "article_number"):
        found = read_entities(piece, language, expecting=expecting, today=ANY_DAY)
        number = next((item for item in found if item.name == "article_number"), None)
        if number:
            return number
    return None


def _quantity(piece: str, language: str) -> Entity | None:
    """The first number that counts pieces: not a size, not a measure."""
    found = read_entities(piece, language, expecting="quantity", today=ANY_DAY)
    counts = (item for item in found if item.name == "quantity")
    return next((item for item in counts if _counts_pieces(piece, item, language)), None)


def _counts_pieces(piece: str, item: Entity, language: str) -> bool:
    before, after = plain_words(piece[: item.start]), plain_words(piece[item.end :])
    measured = bool(after) and after[0] in _phrases(language, "units")
    labelled = bool(before) and before[-1] in _phrases(language, "before_label")
    return not measured and not labelled


def _searchable(piece: str, language: str) -> str:
    """What is left to find an article by."""
    for kind in ("remove", "more"):
        piece = _cut(language, kind).sub(" ", piece)
    around = _phrases(language, "around")
    return " ".join(word for word in plain_words(piece) if word not in around and word != GAP)


def _instead(text: str, language: str) -> tuple[str, str]:
    """What is wanted and what it replaces: "B statt A", "statt A lieber B"."""
    found = _cut(language, "instead").search(text)
    if not found:
        return text, ""
    before, after = text[: found.start()].strip(" ,."), text[found.end() :]
    if _wish(before, language, corrected=True):
        return before, after
    # The first such word after at least one other opens what is wanted instead.
    words = after.split()
    opens = _phrases(language, "instead_then")
    at = next((place for place in range(2, len(words)) if words[place].lower().strip(",") in opens), None)
    return (" ".join(words[at:]), " ".join(words[:at])) if at else (text, "")


def _parts(text: str, language: str) -> list[str]:
    parts = re.split(rf"[,;.](?!\d)|{_cut(language, 'join').pattern}", text, flags=re.IGNORECASE)
    joined: list[str] = []
    for part in (part.strip() for part in parts):
        # "zwei, nein, drei": the comma belongs to the correction.
        corrects = _cut(language, "correction").match(part)
        if joined and (corrects or _ends_in_correction(joined[-1], language)):
            joined[-1] = f"{joined[-1]} {part}"
        elif part:
            joined.append(part)
    return joined


def _ends_in_correction(part: str, language: str) -> bool:
    pieces = _cut(language, "correction").split(part)
    return len(pieces) > 1 and not pieces[-1].strip()


def _without(piece: str, item: Entity | None) -> str:
    return f"{piece[: item.start]} {GAP} {piece[item.end :]}" if item else piece


def _with_act(wish: ItemWish, act: Act) -> ItemWish:
    return ItemWish(act, wish.words, wish.quantity, wish.article_number)


def _apart(found: re.Match[str]) -> str:
    return found[0] if found[1].lower() in NOT_COUNTED else f"{found[1]} mal"


@cache
def _phrases(language: str, kind: str) -> frozenset[str]:
    return frozenset(" ".join(plain_words(saying)) for saying in _table()[language][kind])


@cache
def _cut(language: str, kind: str) -> re.Pattern[str]:
    sayings = sorted(_table()[language][kind], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sayings))})\b", re.IGNORECASE)


@cache
def _opening(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(_phrases(language, 'asks'))))})\b")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return loaded
