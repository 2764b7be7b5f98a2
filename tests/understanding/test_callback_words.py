"""What should be different about a call back."""

import pytest

from bot.understanding.callback_words import names_another, wanted_change


@pytest.mark.parametrize(
    ("text", "language", "change"),
    [
        ("eine andere Nummer bitte", "de", "number"),
        ("auf dem Handy", "de", "number"),
        ("lieber später", "de", "time"),
        ("an einem anderen Tag", "de", "time"),
        ("keinen Rückruf", "de", "none"),
        ("ich brauche das nicht", "de", "none"),
        ("another number please", "en", "number"),
        ("a bit later", "en", "time"),
        ("No call back!", "en", "none"),
        ("don’t call me", "en", "none"),
        ("was kostet der Versand", "de", None),
        ("", "de", None),
    ],
)
def test_the_words_say(text: str, language: str, change: str | None) -> None:
    assert wanted_change(text, language) == change


def test_another_number_at_another_time_is_first_about_the_number() -> None:
    assert wanted_change("andere Nummer und andere Zeit", "de") == "number"


@pytest.mark.parametrize("text", ["das habe ich nicht verstanden", "nicht so schnell", "ich weiß nicht"])
def test_a_not_alone_declines_nothing(text: str) -> None:
    assert wanted_change(text, "de") != "none"


@pytest.mark.parametrize(
    ("text", "language", "another"),
    [
        ("another time", "en", True),
        ("eine andere Nummer", "de", True),
        ("what time was that again", "en", False),
        ("wie war die Uhrzeit noch mal", "de", False),
    ],
)
def test_another_one_is_told_from_the_same_once_more(text: str, language: str, another: bool) -> None:
    assert names_another(text, language) is another
