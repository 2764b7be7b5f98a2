"""Contacts are shown shortened until somebody asks to see all of them."""

import pytest

from bot.desk.case_access import EVERYTHING, Sight
from bot.desk.masking import HIDDEN, MASKED_FIELDS, Shown, Veil, masked

MINE = Sight(EVERYTHING, True, frozenset(), False)
LOOKING = Sight(EVERYTHING, False, frozenset(), False)
PARTNER = Sight(frozenset({"name"}), True, frozenset(), False)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("phone", "+491713920001", "…0001"),
        ("phone", "0171 392 00 01", "…0001"),
        ("phone", "110", HIDDEN),
        ("phone", "12345678", HIDDEN),
        ("email", "margarete@gmx.de", "m…e@gmx.de"),
        ("email", "ma@gmx.de", "m…@gmx.de"),
        ("email", "no address", HIDDEN),
        ("address", "Hauptstraße 1", HIDDEN),
        ("address", "20257", HIDDEN),
    ],
)
def test_a_masked_value_gives_nothing_away(field: str, value: str, shown: str) -> None:
    assert masked(field, value) == shown


@pytest.mark.parametrize("field", MASKED_FIELDS)
def test_a_masked_value_says_what_to_ask_for(field: str) -> None:
    assert Veil(MINE).of(field, "+491713920001") == Shown(masked(field, "+491713920001"), field)


@pytest.mark.parametrize("field", MASKED_FIELDS)
def test_what_was_asked_for_is_shown_and_nothing_else_with_it(field: str) -> None:
    veil = Veil(MINE, frozenset({field}))
    assert veil.of(field, "x@y.example") == Shown("x@y.example")
    for other in set(MASKED_FIELDS) - {field}:
        assert veil.of(other, "x@y.example") != Shown("x@y.example")


def test_who_only_looks_cannot_ask() -> None:
    assert Veil(LOOKING).of("phone", "+491713920001") == Shown("…0001", None)


def test_a_name_or_an_order_is_not_masked() -> None:
    assert Veil(MINE).of("name", "Klein") == Shown("Klein")
    assert Veil(MINE).of("orders", "WM-104823") == Shown("WM-104823")


def test_a_field_that_is_not_for_them_is_not_there() -> None:
    veil = Veil(PARTNER, frozenset({"phone"}))
    assert veil.of("phone", "+491713920001") is None
    assert veil.of("orders", "WM-104823") is None
    assert veil.of(None, "4") == Shown("4")


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_is_nothing(nothing: str | None) -> None:
    assert Veil(MINE).of("phone", nothing) is None


def test_contacts_in_what_was_said_are_masked_too() -> None:
    words = "rufen Sie 0171 3920001 an oder klein@gmx.de"
    assert Veil(MINE).words(words, "de") == "rufen Sie …0001 an oder k…n@gmx.de"
    assert "0171 3920001" in (Veil(MINE, frozenset({"phone"})).words(words, "de") or "")


def test_whose_words_are_not_for_them_read_none() -> None:
    assert Veil(PARTNER).words("mein Mann", "de") is None
