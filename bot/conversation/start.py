"""Starting a conversation: who calls, in which language, and the honest first sentence."""

import uuid
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.conversation.state import Channel, Conversation, Language, Memory, Reply, Sentence
from bot.errors import BackendError
from bot.phrases.catalogue import Phrases

log = structlog.get_logger(__name__)

GERMAN_SPEAKING = ("+49", "+43", "+41", "+423")
# What carriers send instead of a number that is withheld, also as keypad digits.
NO_NUMBER = frozenset(
    {"", "anonymous", "unknown", "restricted", "unavailable", "private", "blocked"}
    | {"+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533"}
)


def usable_number(raw: str | None) -> str | None:
    """The caller's number when it is one that could be called back, else None."""
    text = (raw or "").strip()
    plain = text.removeprefix("whatsapp:")
    dialable = plain.startswith("+") and plain[1:].isdigit() and 7 <= len(plain) <= 16
    return plain if dialable and text.lower() not in NO_NUMBER else None


def first_language(caller: str | None) -> Language:
    """German for the German-speaking countries and for the unknown, English for the rest of the world."""
    return "de" if caller is None or caller.startswith(GERMAN_SPEAKING) else "en"


def new_conversation(channel: Channel, caller: str | None, called: str, at: datetime) -> Conversation:
    """A conversation that has not been greeted yet; its id is random and says nothing about the caller."""
    number = usable_number(caller)
    return Conversation(
        str(uuid.uuid4()), channel, first_language(number), number, called, at, at, memory=Memory()
    )


def recognise(conversation: Conversation, customers_with_phone: Callable[[str], tuple[str, ...]]) -> None:
    """Note whose stored number this is; a hint, never a proof, and no reason to fail."""
    try:
        found = customers_with_phone(conversation.caller) if conversation.caller else ()
    except BackendError as error:
        log.warning("caller_not_recognised", fault=type(error).__name__)
        return
    conversation.memory.caller_customers = list(found)


def greeting(conversation: Conversation, phrases: Phrases) -> Reply:
    """Says first of all that a machine speaks (AI Act, Art. 50), then what it can do."""
    language, channel = conversation.language, conversation.channel
    other: Language = "en" if language == "de" else "de"
    conversation.memory.disclosed.append(language)
    sentences = (
        Sentence(phrases.say("other_language_hint", other, channel), other),
        Sentence(phrases.say("greeting", language, channel), language),
        Sentence(phrases.say("how_can_i_help", language, channel), language),
    )
    conversation.memory.last_said = [[sentence.text, sentence.language] for sentence in sentences[1:]]
    return Reply(sentences, legal=(Sentence(phrases.say("disclosure", language, channel), language),))
