"""Builds the catalogue of intents: its pages, and the channels' own rendering for their previews."""

from flask import Blueprint
from twilio.twiml.voice_response import VoiceResponse

from bot.channels.sms.wording import as_text
from bot.channels.voice.twiml import Speech, say_all
from bot.console.intent_pages import intent_pages
from bot.console.intent_parts import IntentParts
from bot.conversation.state import Reply, Sentence
from bot.tuning.callers_words import CallersWords
from bot.tuning.catalogue import Catalogue
from bot.tuning.new_intents import NewIntents
from bot.tuning.responses import Responses
from bot.wiring_console_house import ConsoleHouse


class ChannelRenderer:
    """What callers get, made by the very code that makes it for them."""

    def spoken(self, text: str, language: str) -> str:
        """TwiML with one sentence."""
        response = VoiceResponse()
        say_all(response, [_sentence(text, language)], Speech(language, slow=False, action=""))
        return str(response)

    def written(self, text: str, language: str) -> str:
        """A text message with one sentence."""
        return as_text(Reply((_sentence(text, language),)))


def _sentence(text: str, language: str) -> Sentence:
    return Sentence(text, "de" if language == "de" else "en")


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    files = house.files
    return intent_pages(
        IntentParts(
            catalogue=Catalogue(house.root, house.engine, house.clock, files),
            responses=Responses(files),
            new=NewIntents(house.root, house.engine, house.clock, files),
            words=CallersWords(house.engine, house.root),
            files=files,
            renderer=ChannelRenderer(),
            audit=house.audit,
            clock=house.clock,
        )
    )
