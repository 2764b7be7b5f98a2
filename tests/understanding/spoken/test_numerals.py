"""Number words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.spoken.numerals import number_at, spoken_value
from bot.understanding.spoken.words import fold, split
from tests.understanding.spoken.hearing_aids import patiently
from tests.understanding.spoken.renderers import below_thousand, languages


@patiently
@given(st.integers(0, 999), languages)
def test_every_number_below_a_thousand(number: int, language: str) -> None:
    words = split(below_thousand(number, language))
    found = number_at(words, 0, language)
    assert found is not None
    assert (found.value, found.end) == (number, len(words))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zwölfhundert", 1200),
        ("eintausendachthundertzweiundfünfzig", 1852),
        ("achtzehnhundertzweiundfünfzig", 1852),
        ("siebenhunderteinundzwanzigtausendundzwölf", 721012),
        ("dreissig", 30),
        ("fuenfundzwanzig", 25),
        ("zwo", 2),
        ("hundertelf", 111),
    ],
)
def test_german_compounds(word: str, value: int) -> None:
    assert spoken_value(fold(word), "de") == value


@pytest.mark.parametrize(
    "word", ["hund", "und", "tausendfüßler", "achtung", "hundertprozentig", "einkauf", "", "x" * 9999]
)
def test_other_words_are_no_numbers(word: str) -> None:
    assert spoken_value(fold(word), "de") is None


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("5 und 20", "de", 25),
        ("hundert vier", "de", 104),
        ("twenty-one thousand eleven", "en", 21011),
        ("a hundred and one", "en", 101),
        ("ein Haus", "de", None),
    ],
)
def test_numbers_of_several_words(text: str, language: str, value: int | None) -> None:
    found = number_at(split(text), 0, language)
    assert (found.value if found else None) == value
