"""Card and account numbers nobody asked for never get any further; what callers are asked for does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.card_numbers import is_card_number, passes_luhn, without_cards

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("4532 0151 1283 0366", "de", "[card]"),
        ("meine kartennummer ist 4532 0151", "de", "meine kartennummer ist [card]"),
        (
            "vier fünf drei zwo null eins fünf eins eins zwo acht drei null drei sechs sechs",
            "de",
            "[card]",
        ),
        ("meine kreditkarte ist vier fünf drei zwo", "de", "meine kreditkarte ist [card]"),
        ("DE89 3704 0044 0532 0130 00", "de", "[card]"),
        ("my card number is four five three two", "en", "my card number is [card]"),
        ("my card number is four five three two zero one five one", "en", "my card number is [card]"),
        ("my visa is 4111 1111 1111 1111", "en", "my visa is [card]"),
    ],
)
def test_they_are_taken_out_of_the_words(text: str, language: str, kept: str) -> None:
    assert without_cards(text, language, TODAY) == kept


@pytest.mark.parametrize(
    "text",
    [
        "WM-104823 bezahlt mit karte",
        "wm eins null vier acht zwei drei mit kreditkarte bezahlt am dritten november",
        "rufen sie mich an unter 0151 12345678",
        "zahlung mit karte 64,70 euro abgelehnt",
        "104823 die karte wurde abgelehnt",
        "bestellung vom 3.11. mit karte",
        "die sendungsnummer ist 003404341612",
    ],
)
def test_what_is_no_card_number_stays(text: str) -> None:
    assert without_cards(text, "de", TODAY) == text


def test_what_was_asked_for_stays() -> None:
    assert without_cards("8010 und bezahlt mit karte", "de", TODAY, "postcode").startswith("8010")


def test_an_account_number_with_a_wrong_check_is_none() -> None:
    assert "[card]" not in without_cards("DE88AAAA0044BBBB0130CC", "de", TODAY)


@given(st.integers(10**14, 10**15 - 1), st.sampled_from(["", " ", "-"]))
def test_every_card_number_is_taken_out_however_it_is_grouped(start: int, between: str) -> None:
    number = next(f"{start}{digit}" for digit in range(10) if passes_luhn(f"{start}{digit}"))
    groups = [number[at : at + 4] for at in range(0, 16, 4)]
    left = without_cards(f"das ist sie: {between.join(groups)} danke", "de", TODAY)
    assert not any(sign.isdigit() for sign in left)


@given(st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    assert isinstance(without_cards(text, language, TODAY), str)


def test_keyed_ones_are_known_by_their_check_digit() -> None:
    assert is_card_number("4532015112830366")
    assert not is_card_number("4532015112830367")
    assert not is_card_number("612044771038")
