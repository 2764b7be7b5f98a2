"""How a conversation begins: whose number, which language, and the honest first sentence."""

import pytest

from bot.conversation.start import (
    first_language,
    greeting,
    new_conversation,
    recognise,
    usable_number,
)
from bot.errors import ShopUnavailable
from bot.phrases.catalogue import Phrases
from tests.builders import NOW, conversation

PHRASES = Phrases(company="Muster & Co.")


WITHHELD = [
    "",
    "  ",
    None,
    "anonymous",
    "Anonymous",
    "UNKNOWN",
    "restricted",
    "unavailable",
    "Private",
    "blocked",
]
KEYED_AS_LETTERS = ["+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533"]
NO_NUMBERS = ["client:anna", "sip:anna@example.com", "+49", "+49abc1234567", "030901820", f"+49{'1' * 20}"]


@pytest.mark.parametrize("raw", [*WITHHELD, *KEYED_AS_LETTERS, *NO_NUMBERS])
def test_what_cannot_be_called_back_is_no_number(raw: str | None) -> None:
    assert usable_number(raw) is None


@pytest.mark.parametrize("raw", ["+491713920001", " +491713920001 ", "whatsapp:+491713920001"])
def test_a_number_is_taken_in_every_dress(raw: str) -> None:
    assert usable_number(raw) == "+491713920001"


@pytest.mark.parametrize(
    ("caller", "language"),
    [
        ("+4930123456", "de"),
        ("+43664123456", "de"),
        ("+41791234567", "de"),
        ("+4235551234", "de"),
        (None, "de"),
        ("+447700900123", "en"),
        ("+12025550123", "en"),
        ("+420601123456", "en"),
    ],
)
def test_the_country_says_the_language(caller: str | None, language: str) -> None:
    assert first_language(caller) == language


def test_a_withheld_caller_has_no_number_in_the_record() -> None:
    assert new_conversation("voice", "+266696687", "+4930901820", NOW).caller is None


def test_conversations_have_unguessable_ids_of_their_own() -> None:
    ids = {new_conversation("voice", "+491713920001", "", NOW).id for _ in range(20)}
    assert len(ids) == 20
    assert not any("1713920001" in one for one in ids)


@pytest.mark.parametrize(("language", "word"), [("de", "KI"), ("en", "AI")])
def test_the_greeting_says_first_of_all_that_a_machine_speaks(language: str, word: str) -> None:
    talk = conversation(language=language)
    reply = greeting(talk, PHRASES)
    assert word in reply.legal[0].text
    assert reply.legal[0].language == language
    assert talk.memory.disclosed == [language]


def test_the_greeting_offers_the_other_language_in_that_language() -> None:
    assert ("For English", "en") in [
        (s.text[:11], s.language) for s in greeting(conversation(), PHRASES).sentences
    ]


def test_the_greeting_ends_in_the_question_and_that_is_what_is_repeated() -> None:
    talk = conversation()
    reply = greeting(talk, PHRASES)
    assert reply.sentences[-1].text.endswith("?")
    assert talk.memory.last_said[-1] == [reply.sentences[-1].text, "de"]
    assert all(language == "de" for _, language in talk.memory.last_said)


def test_a_known_number_is_a_hint() -> None:
    talk = conversation()
    recognise(talk, lambda number: ("C1042",))
    assert talk.memory.caller_customers == ["C1042"]


def test_a_shop_that_does_not_answer_is_no_reason_not_to_greet() -> None:
    def down(number: str) -> tuple[str, ...]:
        raise ShopUnavailable

    talk = conversation()
    recognise(talk, down)
    assert talk.memory.caller_customers is None


def test_nobody_is_looked_up_for_a_withheld_number() -> None:
    talk = conversation(caller=None)
    recognise(talk, lambda number: ("C1042",))
    assert talk.memory.caller_customers == []
