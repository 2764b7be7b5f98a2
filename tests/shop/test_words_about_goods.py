"""Which position and which variant a few words mean."""

import pytest

from bot.shop.claims.line_named import line_named, without_words
from bot.shop.claims.variant_named import step_named, variant_named

LINES = [
    ("Vase Ton hoch Ton tall vase", ("Blumenvase", "Bodenvase")),
    ("Weingläser Klar 6er-Set Klar wine glasses set of six", ("Rotweingläser",)),
    ("Bratpfanne Eisen 28 cm Iron frying pan 28 cm", ("Pfanne", "skillet")),
]
LETTERS = {"a": "S", "b": "M", "c": "L", "d": "XL"}
BEDS = {"a": "90 x 200", "b": "140 x 200"}
COLOURS = {"a": "blau", "b": "grün"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("die vase ist in tausend teilen", 0),
        ("ein glas war gesprungen", 1),
        ("the frying pan is missing", 2),
        ("von den gläsern fehlen zwei", 1),
        ("der karton war nass", None),
        ("die vase und die pfanne", None),
        ("", None),
    ],
)
def test_a_position_is_meant_when_one_fits_best(words: str, line: int | None) -> None:
    assert line_named(words, LINES) == line


def test_nothing_is_named_in_an_empty_order() -> None:
    assert line_named("die vase", []) is None


def test_words_of_an_article_are_not_those_of_its_part() -> None:
    assert (
        without_words("Beim Kochtopf Basis fehlt der Deckel", "Kochtopf Basis 5 Liter")
        == "beim fehlt der deckel"
    )


@pytest.mark.parametrize(
    ("words", "language", "labels", "number"),
    [
        ("lieber in L", "de", LETTERS, "c"),
        ("XL", "de", LETTERS, "d"),
        ("extra large please", "en", LETTERS, "d"),
        ("der ist zu klein", "de", LETTERS, None),
        ("too small, the large please", "en", LETTERS, "c"),
        ("140 mal 200", "de", BEDS, "b"),
        ("das 90er", "de", BEDS, "a"),
        ("in grün", "de", COLOURS, "b"),
        ("den blauen statt dem roten", "de", COLOURS, "a"),
        ("blau oder grün", "de", COLOURS, None),
        ("", "de", COLOURS, None),
    ],
)
def test_a_variant_is_meant_when_only_its_label_is_said(
    words: str, language: str, labels: dict[str, str], number: str | None
) -> None:
    assert variant_named(words, language, labels) == number


@pytest.mark.parametrize(
    ("words", "language", "step"),
    [
        ("eine Nummer größer", "de", 1),
        ("bitte kleiner", "de", -1),
        ("a size up please", "en", 1),
        ("er ist zu groß", "de", 0),
    ],
)
def test_a_size_off_has_a_direction(words: str, language: str, step: int) -> None:
    assert step_named(words, language) == step
