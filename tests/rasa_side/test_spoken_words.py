"""The shape in which the classifier sees what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.spoken_words import IDENTIFIER, MAIL, NUMBER, SPELLED, normalized


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("Wo ist meine BESTELLUNG", "wo ist meine bestellung"),
        ("für Köln, groß", "fur koln, gross"),
        ("fuer Koeln, gross", "fur koln, gross"),
        ("ähm ja also äh die Lampe", "ja also die lampe"),
        ("WM-104823 bitte", f"{IDENTIFIER} bitte"),
        ("wm 104 823 bitte", f"{IDENTIFIER} bitte"),
        ("die Nummer ist eins null vier acht", f"die nummer ist {NUMBER}"),
        ("zwo, vier, doppel sechs", NUMBER),
        ("it's one oh four eight", f"its {NUMBER}"),
        ("01067", NUMBER),
        ("64,70 Euro", f"{NUMBER} euro"),
        ("W wie Wilhelm M wie Martha", SPELLED),
        ("m as in mike", SPELLED),
        ("w m", SPELLED),
        ("ich bin anna@example.org", f"ich bin {MAIL}"),
        ("neeeein", "neein"),
        ("ich hab's", "ich habs"),
    ],
)
def test_words_stay_and_values_become_classes(said: str, seen: str) -> None:
    assert normalized(said) == seen


@pytest.mark.parametrize("said", ["ich habe eine Frage", "I have one question", "die drei Lampen", "a table"])
def test_a_number_word_alone_is_a_word(said: str) -> None:
    assert not {NUMBER, SPELLED} & set(normalized(said).split())


@pytest.mark.parametrize("said", ["äh", "hm", "...", "😀"])
def test_something_always_remains_of_what_was_said(said: str) -> None:
    assert normalized(said)


@given(st.text(max_size=200))
def test_any_text_can_be_brought_into_shape(said: str) -> None:
    assert bool(normalized(said)) == bool(said.strip())


def test_long_nonsense_takes_no_time() -> None:
    for said in ("1 " * 500, "a " * 500, "eins und " * 120, "x@" * 500, "w wie " * 160, "-" * 1000):
        assert len(normalized(said)) <= 1000
