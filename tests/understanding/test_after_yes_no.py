"""A yes or no is split from what follows it only where one was asked for."""

import pytest

from bot.understanding.after_yes_no import Rest, after_yes_no


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("nein, wo ist mein paket", Rest("wo ist mein paket", "no")),
        ("ja", Rest("ja", "yes")),
        ("wo ist mein paket", Rest("wo ist mein paket")),
    ],
)
def test_where_a_yes_or_no_was_asked_for(text: str, rest: Rest) -> None:
    assert after_yes_no(text, "de", "yes_no") == rest


def test_elsewhere_the_words_stay_whole() -> None:
    assert after_yes_no("nein, wo ist mein paket", "de", "postcode") == Rest("nein, wo ist mein paket")
