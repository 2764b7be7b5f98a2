"""Promo codes said, spelled and typed; batch numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.batch_numbers import batch_numbers, has_digits
from bot.understanding.promo_codes import LONGEST, promo_codes

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "language", "code"),
    [
        ("der code sommer zwanzig geht nicht", "de", "SOMMER20"),
        ("HERBST15", "de", "HERBST15"),
        ('Code HERBST15 "nicht einlösbar"?!', "de", "HERBST15"),
        ("H wie Heinrich E R B S T eins fünf", "de", "HERBST15"),
        ("wm k vier f sieben", "de", "WMK4F7"),
        ("Wilhelm Martha Kaufmann vier Friedrich sieben", "de", "WMK4F7"),
        ("w m k four f seven", "en", "WMK4F7"),
        ("willkommen zehn wird an der kasse nicht erkannt", "de", "WILLKOMMEN10"),
        ("i typed welcome ten", "en", "WELCOME10"),
    ],
)
def test_a_code_is_among_its_readings(said: str, language: str, code: str) -> None:
    assert code in promo_codes(said, language, TODAY)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_in_bounds(text: str) -> None:
    assert all(len(reading) <= LONGEST for reading in promo_codes(text, "de", TODAY))


@given(st.from_regex(r"[A-Z]{3,8}[0-9]{1,3}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_every_typed_code_is_read(code: str) -> None:
    assert code in promo_codes(f"mein Code {code} geht nicht", "de", TODAY)


@pytest.mark.parametrize(
    "said", ["zwei vier eins fünf", "24 15", "2415", "vierundzwanzig fünfzehn", "Charge 2415"]
)
def test_a_batch_is_four_digits_in_any_grouping(said: str) -> None:
    assert "2415" in batch_numbers(said, "de", TODAY)


def test_no_number_is_no_batch() -> None:
    assert batch_numbers("das schild ist ab", "de", TODAY) == ()
    assert (has_digits("die eins und was noch", "de", TODAY), has_digits("nichts", "de", TODAY)) == (
        True,
        False,
    )
