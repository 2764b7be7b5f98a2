"""Codes read out: any grouping, four to twenty digits, only when asked for."""

from datetime import date

import pytest

from bot.understanding.entities import Entity, read_entities, read_keys

TODAY = date(2026, 11, 23)


def codes(text: str, language: str = "de", expecting: str | None = "code") -> list[Entity]:
    found = read_entities(text, language, expecting=expecting, today=TODAY)
    return [item for item in found if item.name == "code"]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("vier sieben eins eins neun neun", "de"),
        ("siebenundvierzig elf neunundneunzig", "de"),
        ("äh also vier sieben … doppel eins … doppel neun", "de"),
        ("der Code lautet 471 199", "de"),
        ("471199", "de"),
        ("vier sieben eins eins neun acht, nein, neun", "de"),
        ("four seven double one nine nine", "en"),
        ("47 11 99", "en"),
    ],
)
def test_six_digits_however_they_are_said(words: str, language: str) -> None:
    assert "471199" in codes(words, language)[0].readings


def test_leading_zeros_stay() -> None:
    assert codes("null null eins zwo drei vier")[0].value == "001234"


def test_longer_numbers_are_read_whole() -> None:
    assert codes("4711 0815 4711 0815")[0].value == "4711081547110815"


@pytest.mark.parametrize(
    "words", ["vier sieben eins", "nichts gekommen", "WM-104823", "W M eins null vier acht zwo drei"]
)
def test_what_is_no_code(words: str) -> None:
    assert codes(words) == []


@pytest.mark.parametrize("expecting", [None, "order_number", "postcode", "yes_no"])
def test_nobody_says_a_code_who_was_not_asked_for_one(expecting: str | None) -> None:
    assert codes("471199", expecting=expecting) == []


def test_keys() -> None:
    assert read_keys("0471#", "code", today=TODAY)[0].value == "0471"
    assert read_keys("471", "code", today=TODAY) == ()
    assert read_keys("4" * 21, "code", today=TODAY) == ()
