"""One thing that can be looked up, in both languages, and how figures are written in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from bot.phrases.interface import worded

Text = Mapping[str, str]

LANGUAGES = ("de", "en")
LOCALES = {"de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True)
class Statement:
    """`source` names file and date; `hints` are words people use for it, which are not shown."""

    id: str
    source: str
    title: Text = field(hash=False)
    text: Text = field(hash=False)
    hints: tuple[str, ...] = ()


def in_both(path: str, **values: Any) -> Text:
    """The words of this key with these values, money and texts as each language writes them."""
    return {
        one: worded(one)(path, **{name: _written(value, one) for name, value in values.items()})
        for one in LANGUAGES
    }


def joined(*texts: Text) -> Text:
    """One behind the other, without those that say nothing."""
    return {one: " ".join(text[one] for text in texts if text.get(one)) for one in LANGUAGES}


def day(moment: Any) -> Text:
    """A date as each language writes it."""
    return {one: format_date(moment, "medium", locale=LOCALES[one]) for one in LANGUAGES}


def _written(value: Any, language: str) -> str:
    if isinstance(value, Decimal):
        return format_currency(value, "EUR", locale=LOCALES[language])
    return str(value[language]) if isinstance(value, Mapping) else str(value)
