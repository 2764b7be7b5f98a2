"""Items as callers name them, apart from any shop: how many, of what, more, fewer, instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.order_items import asks_about, item_wishes, says_done

Wish = tuple[str, str, int | None, str | None]


def wishes(text: str, language: str) -> list[Wish]:
    return [(w.act, w.words, w.quantity, w.article_number) for w in item_wishes(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "zwei Thermoskannen und einen Toaster",
            [("add", "thermoskannen", 2, None), ("add", "toaster", 1, None)],
        ),
        ("Artikel 48 12 07 bitte", [("add", "", None, "481207")]),
        ("nummer 481207 zwei stück", [("add", "", 2, "481207")]),
        ("zwei, nein, drei Thermoskannen", [("set", "thermoskannen", 3, None)]),
        ("nein drei", [("set", "", 3, None)]),
        ("noch eine", [("more", "", 1, None)]),
        ("dreimal die Bratpfanne 24 cm", [("add", "bratpfanne 24 cm", 3, None)]),
        ("zwei Paar Hausschuhe in Größe 42", [("add", "hausschuhe 42", 2, None)]),
        ("die Thermoskanne doch nicht", [("remove", "thermoskanne", None, None)]),
        (
            "den Wasserkocher statt der Thermoskanne",
            [("add", "wasserkocher", None, None), ("remove", "thermoskanne", None, None)],
        ),
        (
            "statt der Thermoskanne lieber den Wasserkocher",
            [("set", "wasserkocher", None, None), ("remove", "thermoskanne", None, None)],
        ),
        ("ich möchte etwas bestellen", []),
        ("ja", []),
        ("doch nur noch zwei", [("set", "", 2, None)]),
        ("ich möchte meine bestellung ändern, einen mehr", [("more", "", 1, None)]),
        ("Bitte ändern Sie: drei Stück statt einem", [("set", "", 3, None), ("remove", "", 1, None)]),
    ],
)
def test_german(text: str, expected: list[Wish]) -> None:
    assert wishes(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two travel mugs and a toaster", [("add", "travel mugs", 2, None), ("add", "toaster", 1, None)]),
        ("I'd like to order item 481207", [("add", "", None, "481207")]),
        ("no make it three", [("set", "", 3, None)]),
        ("a pair of slippers in size 42", [("add", "slippers 42", 2, None)]),
        ("the kettle instead of the flask", [("add", "kettle", None, None), ("remove", "flask", None, None)]),
        ("remove the toaster", [("remove", "toaster", None, None)]),
    ],
)
def test_english(text: str, expected: list[Wish]) -> None:
    assert wishes(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "done"),
    [
        ("nein danke das wars", "de", True),
        ("das war alles", "de", True),
        ("mehr nicht bitte", "de", True),
        ("das war alles andere als gut", "de", False),
        ("noch eine vase", "de", False),
        ("no that's all thanks", "en", True),
        ("that's it", "en", True),
        ("that's a nice vase", "en", False),
    ],
)
def test_the_end_of_the_list_is_told_from_another_item(text: str, language: str, done: bool) -> None:
    assert says_done(text, language) is done


@pytest.mark.parametrize(
    ("text", "language", "asks"),
    [
        ("haben sie die teekanne auf lager", "de", True),
        ("und was kostet die", "de", True),
        ("die teekanne noch", "de", False),
        ("do you have the teapot", "en", True),
        ("the teapot as well", "en", False),
    ],
)
def test_a_question_about_an_item_orders_none(text: str, language: str, asks: bool) -> None:
    assert asks_about(text, language) is asks


@given(st.text(max_size=60), st.sampled_from(["de", "en"]))
def test_no_words_whatever_break_it(text: str, language: str) -> None:
    for wish in item_wishes(text, language):
        assert wish.quantity is None or wish.quantity > 0
    assert says_done(text, language) in (True, False)
    assert asks_about(text, language) in (True, False)
