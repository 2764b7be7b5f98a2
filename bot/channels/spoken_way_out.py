"""The last way out: an apology the caller hears or reads when not even the record can be written."""

from flask import Request
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.datastructures import MultiDict

from bot.channels.voice.twiml import apology
from bot.conversation.start import first_language, usable_number
from bot.phrases.catalogue import Phrases

TRIES = 3


class SpokenWayOut:
    """Makes answers from phrases alone: no database, no Rasa."""

    def __init__(self, phrases: Phrases, base_url: str) -> None:
        self._phrases = phrases
        self._base_url = base_url

    def voice(self, request: Request) -> str:
        """Ask for patience and come back to the same address; after some tries end politely.

        Who is on hold is never left in silence: there it is tried for as long as it takes.
        """
        language = first_language(usable_number(request.form.get("From")))
        tried = int(request.args.get("retry", "0")) if request.args.get("retry", "0").isdecimal() else 0
        if "/played/" in request.path:
            # Said beside a talk that goes on: nothing is better than an apology.
            return str(VoiceResponse())
        if tried >= TRIES and not request.path.endswith("/hold"):
            return apology(self._phrases.say("technical_end", language, "voice"), language, None)
        query = MultiDict(request.args)
        query["retry"] = str(tried + 1)
        pairs = "&".join(
            f"{name}={value}" for name, value in query.items() if value.replace("-", "").isalnum()
        )
        again = f"{self._base_url}{request.path}?{pairs}"
        return apology(self._phrases.say("technical_bad", language, "voice"), language, again)

    def sms(self, request: Request) -> str:
        """Say that it did not work."""
        language = first_language(usable_number(request.form.get("From")))
        response = MessagingResponse()
        response.message(self._phrases.say("technical_bad", language, "sms"))
        return str(response)
