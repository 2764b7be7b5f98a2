"""What somebody in a room hears alone: on hold for as long as it lasts, an announcement once."""

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import VoiceResponse

from bot.channels.voice.addresses import hold_address
from bot.channels.voice.routes import XML
from bot.channels.voice.twiml import Speech, say_all
from bot.conversation.state import Sentence
from bot.handover.room_words import RoomWords

# With the words themselves, nobody on hold is left without a word for longer than twenty seconds.
SILENT_S = 15
MOST_TIMES = 9999


def room_blueprint(words: RoomWords, base_url: str) -> Blueprint:
    """Routes under /twilio/voice; `x` is the expert's call."""
    routes = Blueprint("rooms", __name__, url_prefix="/twilio/voice")

    @routes.post("/hold")
    def hold() -> Response:
        times = request.args.get("n", "")
        number = min(int(times), MOST_TIMES) if times.isdecimal() and len(times) < 6 else 0
        response = _said(words.held(_x(), number))
        response.pause(length=SILENT_S)
        response.redirect(hold_address(base_url, _x(), number + 1), method="POST")
        return Response(str(response), content_type=XML)

    @routes.post("/played/<what>")
    def played(what: str) -> Response:
        return Response(str(_said(words.played(_x(), what))), content_type=XML)

    return routes


def _said(sentence: Sentence | None) -> VoiceResponse:
    response = VoiceResponse()
    if sentence:
        say_all(response, [sentence], Speech(sentence.language, False, ""))
    return response


def _x() -> str:
    return request.args.get("x", "")[:40]
