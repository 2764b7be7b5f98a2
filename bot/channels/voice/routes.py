"""The carrier's voice webhooks: thin; the deeds are in calls.py."""

from flask import Blueprint, Response, request

from bot.channels.fields import readable
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.calls import Calls
from bot.errors import BadRequest

XML = "text/xml; charset=utf-8"


def voice_blueprint(calls: Calls, statuses: CallStatuses) -> Blueprint:
    """Routes under /twilio/voice; signature and failures are handled by the application around them."""
    routes = Blueprint("voice", __name__, url_prefix="/twilio/voice")

    @routes.post("")
    def incoming() -> Response:
        return Response(calls.incoming(readable(request.form)), content_type=XML)

    @routes.post("/turn")
    def turn() -> Response:
        number = request.args.get("n", "")
        if not number.isdecimal() or len(number) > 6:
            raise BadRequest("no turn number")
        return Response(
            calls.turn(request.args.get("c", ""), int(number), readable(request.form)), content_type=XML
        )

    @routes.post("/fallback")
    def fallback() -> Response:
        return Response(calls.trouble(readable(request.form)), content_type=XML)

    @routes.post("/status")
    def status() -> Response:
        calls.ended(readable(request.form), statuses)
        return Response(status=204)

    return routes
