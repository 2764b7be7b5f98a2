"""The carrier's SMS webhooks: thin; the deeds are in threads.py and the outbox."""

from flask import Blueprint, Response, request

from bot.channels.fields import readable
from bot.channels.outbox import Outbox
from bot.channels.sms.threads import Threads

XML = "text/xml; charset=utf-8"


def sms_blueprint(threads: Threads, outbox: Outbox) -> Blueprint:
    """Routes under /twilio/sms; signature and failures are handled by the application around them."""
    routes = Blueprint("sms", __name__, url_prefix="/twilio/sms")

    @routes.post("")
    def incoming() -> Response:
        return Response(threads.incoming(readable(request.form)), content_type=XML)

    @routes.post("/status")
    def status() -> Response:
        form = readable(request.form)
        sid, state = form.get("MessageSid", ""), form.get("MessageStatus", "")
        outbox.status(sid[:64], state, form.get("ErrorCode"))
        return Response(status=204)

    return routes
