"""One text message per answer: plain signs, written values, not too long."""

from string import Formatter

import pytest

from bot.channels.sms.wording import as_text
from bot.conversation.state import Reply, Sentence
from bot.phrases.catalogue import LANGUAGES, Phrases, entries

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM = frozenset(BASIC + "^{}\\[~]|€")


def text(*sentences: str, language: str = "de") -> str:
    return as_text(Reply(tuple(Sentence(one, language) for one in sentences)))  # type: ignore[arg-type]


def test_the_legal_sentence_comes_first() -> None:
    reply = Reply((Sentence("Worum geht es?", "de"),), legal=(Sentence("Eine KI antwortet.", "de"),))
    assert as_text(reply) == "Eine KI antwortet. Worum geht es?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["order:WM-104823", "date:2026-11-30", "time:07:30", "time:15:00", "amount:1064.70"]
)
def test_written_values_stay_in_the_cheap_alphabet(language: str, kind: str) -> None:
    assert set(text(f"Bis [[{kind}]].", language=language)) <= GSM


def test_typographic_signs_are_made_plain() -> None:
    assert text("„Ja“ – sagte sie …") == '"Ja" - sagte sie ...'


def test_a_message_is_never_longer_than_the_carrier_takes() -> None:
    assert len(text("x" * 5000)) <= 1600


def test_nothing_to_say_is_no_message() -> None:
    assert as_text(Reply(())) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_out_without_this_is_in_the_cheap_alphabet_already(language: str) -> None:
    phrases = Phrases(company="Muster & Co.")
    for key in ("disclosure", "stopped", "started", "media_only", "empty_message", "technical_bad"):
        assert set(phrases.say(key, language, "sms")) <= GSM, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_for_text_messages_speaks_of_keys(language: str) -> None:
    phrases = Phrases(company="Muster & Co.")
    wordings = {key: _sms(phrases, key, language) for key in entries(language)}
    keys = ("drücken", "Taste", "tippen Sie", "press ", "hash", "Raute")
    spoken_only = {
        "greeting",
        "other_language_hint",
        "silence_1",
        "silence_2",
        "louder",
        "keys_hint",
        "callback_offer_again",
        "callback_suits_again",
    }
    # Said to who waits on the line, and to experts and their colleagues on theirs.
    spoken_only |= {key for key in wordings if key.startswith(("wait_", "expert_", "side_"))}
    found = [
        key
        for key, words in wordings.items()
        if any(word in words for word in keys) and key not in spoken_only
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_again_for_a_yes_does_not_offer_keys_in_a_text_message(language: str) -> None:
    words = _sms(Phrases(company="Muster & Co."), "callback_offer_again", language)
    assert "Eins" not in words
    assert "press" not in words


def _sms(phrases: Phrases, key: str, language: str) -> str:
    entry = entries(language)[key]
    if isinstance(entry, list) or (isinstance(entry, dict) and "voice" not in entry):
        return ""
    written = entry.get("sms", entry["voice"]) if isinstance(entry, dict) else entry
    names = [name for _, name, _, _ in Formatter().parse(written) if name]
    values = dict.fromkeys(names, "7") | {"company": "Muster & Co."}
    return Phrases().say(key, language, "sms", **values)
