"""Money and how many."""

import pytest

from tests.understanding.spoken.hearing_aids import values


@pytest.mark.parametrize(
    ("spoken", "amount"),
    [
        ("64,70 Euro", "64.70"),
        ("1.234,50 €", "1234.50"),
        ("vierundsechzig Euro siebzig", "64.70"),
        ("vierundsechzig Euro und fünf Cent", "64.05"),
        ("vierundsechzig Komma sieben null Euro", "64.70"),
        ("hundertzwanzig Franken", "120.00"),
        ("ein Euro", "1.00"),
        ("€ 89", "89.00"),
    ],
)
def test_german_amounts(spoken: str, amount: str) -> None:
    assert values(spoken) == [("amount", amount)]


@pytest.mark.parametrize(
    ("spoken", "amount"),
    [
        ("£64.70", "64.70"),
        ("sixty four euros seventy", "64.70"),
        ("4,900 pounds", "4900.00"),
        ("five pounds", "5.00"),
    ],
)
def test_english_amounts(spoken: str, amount: str) -> None:
    assert values(spoken, "en") == [("amount", amount)]


def test_two_numbers_are_euros_and_cents_when_an_amount_was_asked_for() -> None:
    assert values("vierundsechzig siebzig", expecting="amount") == [("amount", "64.70")]
    assert values("vierundsechzig siebzig") == []


@pytest.mark.parametrize(
    ("spoken", "count"), [("zwei Stück", "2"), ("zwölf Flaschen", "12"), ("Anzahl drei", "3")]
)
def test_counted_pieces(spoken: str, count: str) -> None:
    assert values(spoken) == [("quantity", count)]


@pytest.mark.parametrize(
    ("spoken", "count"), [("zwei", "2"), ("nur eine bitte", "1"), ("beide", "2"), ("so zwölf", "12")]
)
def test_any_small_number_answers_how_many(spoken: str, count: str) -> None:
    assert values(spoken, expecting="quantity") == [("quantity", count)]


@pytest.mark.parametrize("text", ["ich habe ein paar Fragen", "zwei Wochen", "tausend Dank"])
def test_nothing_counted_unasked(text: str) -> None:
    assert all(name != "quantity" for name, _ in values(text))


def test_an_announced_article_and_how_many() -> None:
    assert values("Artikel 48 12 07, zwei Stück") == [("article_number", "481207"), ("quantity", "2")]
    assert values("item number four eight one two oh seven", "en") == [("article_number", "481207")]


def test_bare_digits_are_an_article_number_only_when_asked_for() -> None:
    assert values("481207") == []
    assert values("achtundvierzig zwölf null sieben", expecting="article_number") == [
        ("article_number", "481207")
    ]
