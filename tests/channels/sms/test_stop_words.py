"""A stop word counts only when it is the whole message."""

import pytest

from bot.channels.sms.stop_words import start_word, stop_word


@pytest.mark.parametrize("body", ["STOP", "stop", " Stop. ", "STOP!", "unsubscribe", "END", "quit", "cancel"])
def test_the_carrier_s_own_words_are_left_to_it(body: str) -> None:
    word = stop_word(body)
    assert word
    assert word.carriers_own


@pytest.mark.parametrize(
    "body", ["STOPP", "Stopp!", "abmelden", "Abbestellen", "Ende", "keine SMS", "Keine Nachrichten."]
)
def test_german_words_are_ours(body: str) -> None:
    word = stop_word(body)
    assert word
    assert not word.carriers_own


@pytest.mark.parametrize(
    "body",
    [
        "",
        "bitte stoppen Sie die Lieferung",
        "stop please",
        "Ende der Woche",
        "cancel my order",
        "wo ist mein Paket",
        "Stornieren",
    ],
)
def test_a_sentence_is_no_stop_word(body: str) -> None:
    assert stop_word(body) is None


@pytest.mark.parametrize(
    ("body", "starts"), [("START", True), ("Anmelden", True), ("unstop", True), ("start over", False)]
)
def test_start_words(body: str, starts: bool) -> None:
    assert start_word(body) is starts


def test_every_stop_word_fits_its_column() -> None:
    words = ["keine nachrichten", "unsubscribe"]
    assert max(len(word.text) for word in map(stop_word, words) if word) <= 20
