"""What somebody hears first whom we call: who, what for, that it is a machine; nothing more."""

import re

import pytest

from bot.handover.callback_topic import TOPICS, CallbackTopics
from bot.phrases.catalogue import LANGUAGES, Phrases, entries
from bot.understanding.intent_kinds import NOT_WISHES

COMPANY = "Beispielhaus"
PHRASES = Phrases(company=COMPANY)
CALLBACK = {"de": "Rückruf", "en": "call back"}
MACHINE = {"de": "KI", "en": "AI system"}
# Slow enough for a voice: words a second.
WORDS_A_SECOND = 2.3


def case(**changes: object) -> dict[str, object]:
    packet = {"flags": [], "intents": [], "summary": {}, **changes}
    return {"packet": packet, "priority": "P3", "kind": "callback"}


def opening(language: str, topic: str | None) -> str:
    if topic is None:
        reason = PHRASES.say("callback_reason_plain", language, "voice")
    else:
        reason = PHRASES.say("callback_reason", language, "voice", topic=topic)
    return f"{PHRASES.say('callback_opening', language, 'voice')} {reason}"


def all_topics(language: str) -> list[str | None]:
    table = entries(language)[TOPICS]
    assert isinstance(table, dict)
    return [*sorted(set(table.values())), None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_company_machine_and_reason_stand_in_the_first_sentence_and_its_first_25_words(language: str) -> None:
    for topic in all_topics(language):
        first = re.split(r"[.!?]", opening(language, topic))[0]
        start = " ".join(first.split()[:25])
        assert len(first.split()) <= 25, first
        assert COMPANY in start
        assert MACHINE[language] in start
        assert CALLBACK[language] in start
        assert topic is None or topic in start


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_safe_opening_names_the_company_and_no_call_back(language: str) -> None:
    said = PHRASES.say("callback_opening_safe", language, "voice")
    assert (COMPANY in said, MACHINE[language] in said, CALLBACK[language] in said) == (True, True, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["callback_distress", "callback_end_quietly"])
def test_the_last_word_is_one_short_acknowledgement_and_no_question(language: str, key: str) -> None:
    said = PHRASES.say(key, language, "voice")
    assert (len(said.split()) <= 15, "?" in said) == (True, False)
    assert len(said.split()) / WORDS_A_SECOND <= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mailbox_hears_who_and_how_to_reach_us_in_twenty_seconds(language: str) -> None:
    said = PHRASES.say("callback_mailbox", language, "voice")
    assert len(said.split()) / WORDS_A_SECOND <= 20
    assert (COMPANY in said, CALLBACK[language].lower() in said.lower()) == (True, True)
    assert not re.search(r"\d|\[\[|\{", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_experts_hear_short_lines(language: str) -> None:
    lines = [key for key in entries(language) if key.startswith("expert_callback_")]
    assert len(lines) == 10
    assert all(len(PHRASES.say(key, language, "voice").split()) <= 15 for key in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wish_a_caller_may_have_is_named_or_left_out_on_purpose(language: str) -> None:
    table, wishes = entries(language)[TOPICS], entries(language)["wishes"]
    assert isinstance(table, dict)
    assert isinstance(wishes, dict)
    left_out = {"store_hours_location", "ads_opt_out", "privacy_request", "recall_check"}
    assert set(wishes) - set(table) - NOT_WISHES == left_out


def test_the_latest_wish_is_the_topic() -> None:
    heard = case(intents=[{"name": "order_status"}, {"name": "return_how"}, {"name": "greet"}])
    assert (
        CallbackTopics(PHRASES).reason(heard, "de") == "Sie hatten um Rückruf zu Ihrer Rücksendung gebeten."
    )


@pytest.mark.parametrize(
    "delicate", [case(flags=[{"code": "hardship"}], summary={"wish": "dunning"}), case() | {"priority": "P1"}]
)
def test_nothing_is_named_of_anything_delicate(delicate: dict[str, object]) -> None:
    assert CallbackTopics(PHRASES).reason(delicate, "de") == "Sie hatten um einen Rückruf gebeten."
