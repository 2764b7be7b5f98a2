"""Whether an utterance is a number and nothing but the small words around it: then it wants nothing new."""

from collections.abc import Iterable
from datetime import date

from bot.understanding.card_numbers import MARK
from bot.understanding.dont_know import LOOKED_UP
from bot.understanding.entities import Entity
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.lexicon import Lexicon
from bot.understanding.topic_words import without

# A code is never announced, and nobody says one unasked.
_NUMBERS = LOOKED_UP - {"code"}
_AROUND = ("bridges", "fillers", "corrections", "hesitations")
_SIGNS = ",.:;-–…!"


def is_bare_value(text: str, language: str, entities: Iterable[Entity], today: date) -> bool:
    """ "No, wrong, the number is WM-104823", whatever it sounds like to a model."""
    values = [item for item in entities if item.name in _NUMBERS]
    hearing = Hearing(text, language, today)
    announced = [hearing.table("speech", "introductions", item.name) for item in values]
    kinds = [*_small_words(hearing), *announced]
    at = 0
    while values and at < len(hearing.words):
        step = hearing.skip(_after_value(hearing, at, values), *kinds, signs=_SIGNS)
        if step == at:
            return False
        at = step
    return bool(values)


def is_bare_card(text: str, language: str, today: date) -> bool:
    """A card's number, taken out of the words by now, and no more than what announces it."""
    if MARK not in text:
        return False
    hearing = Hearing(without("card", "card", text.replace(MARK, " "), language), language, today)
    return hearing.skip(0, *_small_words(hearing)) >= len(hearing.words)


def _small_words(hearing: Hearing) -> list[Lexicon]:
    return [hearing.table("speech", name) for name in _AROUND]


def _after_value(hearing: Hearing, at: int, values: list[Entity]) -> int:
    """The first index from `at` on that lies in no value."""
    while at < len(hearing.words) and any(
        item.start <= hearing.words[at].start < item.end for item in values
    ):
        at += 1
    return at
