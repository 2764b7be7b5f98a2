"""What somebody types becomes words to look for, and nothing a database could stumble over."""

import pytest

from bot.tuning.full_text import MOST_TERMS, Term, terms


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("  ", ()),
        ("bestellung", (Term(("bestellung",), True),)),
        ("wo", (Term(("wo",)),)),
        ("wo bleibt", (Term(("wo",)), Term(("bleibt",), True))),
        ("E-Mail", (Term(("E", "Mail"), True),)),
        ("order_number", (Term(("order", "number"), True),)),
        ('"wo bleibt" sie', (Term(("wo", "bleibt")), Term(("sie",), True))),
        ('"offen', (Term(("offen",), True),)),
        ("'; DROP -- * ( ) : & |", (Term(("DROP",), True),)),
        ("!!! ???", ()),
    ],
)
def test_words_and_quotes(typed: str, expected: tuple[Term, ...]) -> None:
    assert terms(typed) == expected


def test_nobody_makes_the_database_look_for_hundreds_of_words() -> None:
    assert len(terms("wort " * 500)) == MOST_TERMS
