"""Card and account numbers nobody asked for: taken out of the words before anything is done with them."""

import re
from datetime import date

from bot.understanding.entities import read_entities
from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.topic_words import topic_in

MARK = "[card]"
# Card numbers have 13 to 19 digits with a check digit; after "my card number is" fewer will do.
CARD = range(13, 20)
# Five and six digits are postcodes and order numbers, and of a card no secret.
BEGUN = frozenset({4, *range(7, 35)})
TRUSTED = 15
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)
CODES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Span = tuple[int, int]


def without_cards(text: str, language: str, today: date, expecting: str | None = None) -> str:
    """The words without any number that looks like a card's or an account's and was not asked for."""
    text = IBAN.sub(lambda found: MARK if _is_iban(found[0]) else found[0], text)
    announced = topic_in("card", text, language) is not None
    known = [
        (item.start, item.end) for item in read_entities(text, language, expecting=expecting, today=today)
    ]
    for span, digits in reversed(_dictated(Hearing(text, language, today))):
        harmless = any(start < span[1] and span[0] < end for start, end in known)
        if _is_card(digits, announced=announced, harmless=harmless):
            text = f"{text[: span[0]]}{MARK}{text[span[1] :]}"
    return text


def is_card_number(digits: str) -> bool:
    """Whether keyed digits are a card's number."""
    return len(digits) in CARD and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on every payment card."""
    doubled = [int(digit) * 2 if place % 2 else int(digit) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_card(readings: tuple[str, ...], *, announced: bool, harmless: bool) -> bool:
    cards = [digits for digits in readings if is_card_number(digits)]
    if any(len(digits) >= TRUSTED for digits in cards):
        return True
    return not harmless and (bool(cards) or announced)


def _dictated(hearing: Hearing) -> list[tuple[Span, tuple[str, ...]]]:
    """Each stretch of dictated digits with what it may be, in order."""
    found = []
    for start, _ in runs(hearing):
        said = dictated(hearing, start, run_end(hearing, start), BEGUN)
        if said:
            span = (hearing.words[start].start, hearing.words[said.end - 1].end)
            found.append((span, tuple(reading.digits for reading in said.readings)))
    return found


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    return int("".join(str(CODES.index(sign)) for sign in plain[4:] + plain[:4])) % 97 == 1
