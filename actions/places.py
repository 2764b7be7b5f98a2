"""The places a caller names: countries in German or English, or by a city we have a store in."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale

from bot.shop.policies import Store

# What people say beside the official names of Babel.
EVERYDAY = {"holland": "NL", "england": "GB", "usa": "US", "amerika": "US", "tschechische republik": "CZ"}


def country_in(text: str, stores: Iterable[Store]) -> str | None:
    """Two-letter code, None when no country is named."""
    return next((code for name, code in _names(stores) if names_any(text, (name,))), None)


def names_any(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names stands in the text as whole words, in any case."""
    return any(f" {_plain(name)} " in f" {_plain(text)} " for name in names)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def country_name(code: str, language: str) -> str:
    """The country's name in "de" or "en"."""
    return str(Locale(language).territories.get(code, code))


def _names(stores: Iterable[Store]) -> Iterator[tuple[str, str]]:
    yield from _country_names()
    for store in stores:
        yield from ((name, store.country) for name in (store.city, *store.aliases))


@cache
def _country_names() -> tuple[tuple[str, str], ...]:
    territories = (item for language in ("de", "en") for item in Locale(language).territories.items())
    names = ((name, code) for code, name in territories if re.fullmatch("[A-Z]{2}", code))
    return (*EVERYDAY.items(), *names)
