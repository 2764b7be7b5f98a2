"""Only the part that needs no library of the benchmark."""

from benchmarks.intents.inside.rewording import reworded


def test_every_word_is_changed_and_nothing_between() -> None:
    assert reworded("wo, bitte, ist es?", "de", lambda word, _: word.upper()) == "WO, BITTE, IST ES?"


def test_the_language_is_told() -> None:
    assert reworded("wo", "de", lambda word, language: f"{word}-{language}") == "wo-de"
