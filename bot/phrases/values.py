"""Values inside sentences: `[[kind:value]]` markup, worded for the ear or for the eye.

Kinds: order, postcode, digits, phone, email, date, time, amount (EUR). For the ear, identifiers
come as short groups with pauses, German digits with "zwo", dates with their weekday.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import phonenumbers
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from bot.phrases.catalogue import entries

MARKUP = re.compile(r"\[\[(?P<kind>[a-z]+):(?P<value>[^\[\]]*)\]\]")
GROUP = 3


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: plain text, letters to spell, text with a spoken form, or a pause."""

    kind: Literal["text", "spell", "sub", "pause"]
    text: str = ""
    spoken: str = ""


def for_eye(text: str, language: str) -> str:
    """The sentence as written in a text message."""
    return MARKUP.sub(lambda found: _written(found["kind"], found["value"], language), text)


def for_ear(text: str, language: str) -> list[Piece]:
    """The sentence as pieces to be spoken."""
    pieces: list[Piece] = []
    end = 0
    for found in MARKUP.finditer(text):
        pieces += _plain(text[end : found.start()])
        pieces += _spoken(found["kind"], found["value"], language)
        end = found.end()
    return pieces + _plain(text[end:])


def _plain(text: str) -> list[Piece]:
    return [Piece("text", text)] if text else []


def _written(kind: str, value: str, language: str) -> str:
    writer = WRITTEN.get(kind)
    try:
        return writer(value, language) if writer else value
    except (ValueError, ArithmeticError):
        # A value that is not what it should be is said as it stands, rather than nothing at all.
        return value


def _spoken(kind: str, value: str, language: str) -> list[Piece]:
    speaker = SPOKEN.get(kind)
    try:
        return list(speaker(value, language)) if speaker else _plain(_written(kind, value, language))
    except (ValueError, ArithmeticError):
        return _plain(value)


def _groups(value: str, language: str, size: int = GROUP) -> Iterator[Piece]:
    """Letters spelled, digits one by one, in groups short enough to write down, a pause between all."""
    for number, run in enumerate(_runs(value, size)):
        if number:
            yield Piece("pause")
        yield Piece("sub", run, _digit_words(run, language)) if run.isdigit() else Piece("spell", run)


def _runs(value: str, size: int) -> Iterator[str]:
    for run in re.findall(r"[^\W\d_]+|\d+", value):
        yield from _even_groups(run, size) if run.isdigit() else (run,)


def _even_groups(digits: str, size: int) -> list[str]:
    """Groups of nearly the same length: a lone digit at the end would be overheard."""
    count = max(1, -(-len(digits) // size)) if len(digits) > size + 1 else 1
    short, longer = divmod(len(digits), count)
    ends = [short * number + min(number, longer) for number in range(count + 1)]
    return [digits[start:end] for start, end in pairwise(ends)]


def _digit_words(digits: str, language: str) -> str:
    words = entries(language)["digits"]
    return " ".join(words[int(digit)] for digit in digits)  # type: ignore[index]


def _date_words(value: str, language: str) -> str:
    pattern = "EEEE, d. MMMM" if language == "de" else "EEEE, d MMMM"
    return format_date(date.fromisoformat(value[:10]), pattern, locale=language)


def _date_short(value: str, language: str) -> str:
    pattern = "EEEEEE, d.M." if language == "de" else "EEE d MMM"
    return format_date(date.fromisoformat(value[:10]), pattern, locale=language)


def _time_words(value: str, language: str) -> str:
    moment = time.fromisoformat(value)
    if language == "en":
        return format_time(moment, "h a" if not moment.minute else "h:mm a", locale="en")
    return f"{moment.hour} Uhr" + (f" {moment.minute}" if moment.minute else "")


def _time_short(value: str, language: str) -> str:
    return f"{value} Uhr" if language == "de" else _time_words(value, language)


def _amount_words(value: str, language: str) -> str:
    euros, _, cents = f"{Decimal(value):.2f}".partition(".")
    unit = "Euro" if language == "de" else ("euro" if euros == "1" else "euros")
    return f"{euros} {unit}" if cents == "00" else f"{euros} {unit} {cents.lstrip('0')}"


def _amount_short(value: str, language: str) -> str:
    # Plain blanks: a no-break space would push a text message out of the GSM alphabet.
    plain = format_currency(Decimal(value), "EUR", locale=language).replace("\xa0", " ")
    return plain.replace("€", "EUR " if plain.startswith("€") else "EUR")


def _phone_short(value: str, _language: str) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _national_digits(value: str) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _email_words(value: str, language: str) -> str:
    signs = entries(language)["email_signs"]
    return "".join(f" {signs[sign]} " if sign in signs else sign for sign in value)  # type: ignore[index,call-overload]


WRITTEN: dict[str, Callable[[str, str], str]] = {
    "date": _date_short,
    "time": _time_short,
    "amount": _amount_short,
    "phone": _phone_short,
}

SPOKEN: dict[str, Callable[[str, str], Iterator[Piece] | list[Piece]]] = {
    "order": _groups,
    "digits": _groups,
    "postcode": _groups,
    "phone": lambda value, language: _groups(_national_digits(value), language),
    "date": lambda value, language: _plain(_date_words(value, language)),
    "time": lambda value, language: _plain(_time_words(value, language)),
    "amount": lambda value, language: _plain(_amount_words(value, language)),
    "email": lambda value, language: _plain(_email_words(value, language)),
}
