"""Ordinary sentences name no values nobody said."""

import pytest

from tests.understanding.spoken.hearing_aids import values

GERMAN = [
    "Hallo, ich wollte mal fragen, wo mein Paket bleibt.",
    "Das ist jetzt schon das zweite Mal, dass ich anrufe.",
    "Ich will einen Menschen sprechen, aber sofort!",
    "Der Artikel ist nach drei Monaten kaputt gegangen.",
    "Können Sie mir das bitte noch einmal sagen?",
    "Ich habe zwei Kinder und keine Zeit für so etwas.",
    "Die Thermoskanne ist undicht, ich möchte sie zurückgeben.",
    "Acht geben Sie auf so etwas wohl nicht.",
]
ENGLISH = [
    "Hi, I just wanted to ask where my parcel is.",
    "Oh, I want to speak to a person, please.",
    "It stopped working after three months.",
    "Can you say that again for me, one more time?",
    "I may return two of the three things I ordered.",
    "You are not the first one to tell me that.",
]


@pytest.mark.parametrize("sentence", GERMAN)
def test_german_sentences_without_values(sentence: str) -> None:
    assert values(sentence) == []


@pytest.mark.parametrize("sentence", ENGLISH)
def test_english_sentences_without_values(sentence: str) -> None:
    assert values(sentence, "en") == []


@pytest.mark.parametrize("expecting", ["order_number", "article_number", "postcode", "phone_number", "email"])
@pytest.mark.parametrize("sentence", GERMAN)
def test_nor_when_a_value_was_asked_for(sentence: str, expecting: str) -> None:
    assert values(sentence, expecting=expecting) == []
