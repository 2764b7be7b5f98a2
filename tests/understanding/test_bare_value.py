"""A number with only small words around it wants nothing new; with a wish beside it, it does."""

from datetime import date

import pytest

from bot.understanding.bare_value import is_bare_card, is_bare_value
from bot.understanding.entities import read_entities

TODAY = date(2026, 11, 23)


def is_bare(text: str, language: str) -> bool:
    entities = read_entities(text, language, expecting="postcode", today=TODAY)
    return is_bare_value(text, language, entities, TODAY)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("WM-104823", "de"),
        ("nein falsch, die nummer ist W M eins null vier acht zwei drei", "de"),
        ("moment, die bestellnummer ist WM-104823 bitte", "de"),
        ("no wrong, the number is W M one zero four eight two three", "en"),
        ("sorry, order WM-104823", "en"),
        ("WM-104823 and the postcode is 20095", "en"),
    ],
)
def test_a_number_and_small_words(text: str, language: str) -> None:
    assert is_bare(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "de"),
        ("nein falsch", "de"),
        ("ich will WM-104823 stornieren", "de"),
        ("wo bleibt WM-104823", "de"),
        ("no, cancel WM-104823", "en"),
        ("a new phone number please", "en"),
    ],
)
def test_a_wish_or_no_number_at_all(text: str, language: str) -> None:
    assert not is_bare(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("[card]", "de"), ("meine kartennummer ist [card]", "de"), ("my card number is [card]", "en")],
)
def test_a_card_and_what_announces_it(text: str, language: str) -> None:
    assert is_bare_card(text, language, TODAY)


@pytest.mark.parametrize("text", ["meine kartennummer ist", "wo ist mein paket [card]", ""])
def test_no_card_or_more_than_a_card(text: str) -> None:
    assert not is_bare_card(text, "de", TODAY)
