"""Control words work without Rasa, and only when they are all that is said."""

import pytest

from bot.understanding.control_words import control_word


@pytest.mark.parametrize(
    ("words", "language", "intent"),
    [
        ("Mitarbeiter", "de", "human_request"),
        ("ich möchte bitte mit einem Menschen sprechen", "de", "human_request"),
        ("geben Sie mir mal einen Mitarbeiter", "de", "human_request"),
        ("agent", "de", "human_request"),
        ("can I talk to a person please", "en", "human_request"),
        ("a real human being please", "en", "human_request"),
        ("wie bitte", "de", "repeat"),
        ("Können Sie das bitte noch einmal wiederholen?", "de", None),
        ("bitte wiederholen", "de", "repeat"),
        ("nicht so schnell bitte", "de", "slower"),
        ("English please", "de", "language_switch"),
        ("auf Englisch bitte", "de", "language_switch"),
        ("Deutsch bitte", "en", "language_switch"),
        ("English please", "en", None),
        ("auf Wiederhören", "de", "goodbye"),
        ("that's all thanks", "en", "goodbye"),
        ("einen Moment bitte", "de", "pause"),
        ("one moment please", "en", "pause"),
    ],
)
def test_control_words(words: str, language: str, intent: str | None) -> None:
    assert control_word(words, language) == intent


@pytest.mark.parametrize(
    "words",
    [
        "Ihr Mitarbeiter hat mich gestern einfach aus der Leitung geworfen",
        "der Mensch von der Lieferung hat nicht geklingelt",
        "wo ist mein Paket",
        "",
        "ja bitte",
    ],
)
def test_sentences_that_only_mention_them_are_left_to_the_model(words: str) -> None:
    assert control_word(words, "de") is None
