"""Taking one of the options offered."""

import pytest

from bot.understanding.entities import read_choice


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("das erste", 1),
        ("die zweite bitte", 2),
        ("ersteres", 1),
        ("letzteres", 2),
        ("eins", 1),
        ("2", 2),
        ("ich nehme die zweite", 2),
        ("Nummer zwei", 2),
        ("keins von beiden", 0),
        ("weder noch", 0),
        ("das dritte", None),
        ("die erste oder die zweite", None),
        ("wo ist mein Paket", None),
        ("", None),
    ],
)
def test_german_choices_between_two(text: str, option: int | None) -> None:
    assert read_choice(text, "de", 2) == option


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("the second one", 2),
        ("the first", 1),
        ("the latter", 2),
        ("number 1 please", 1),
        ("neither", 0),
        ("both", None),
    ],
)
def test_english_choices_between_two(text: str, option: int | None) -> None:
    assert read_choice(text, "en", 2) == option


def test_the_last_of_three() -> None:
    assert read_choice("das letzte", "de", 3) == 3
