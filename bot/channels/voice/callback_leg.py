"""The webhooks of a customer who is called back: answered, asked, a machine, the end."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from bot.channels.fields import Fields, readable
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.callback_turns import CallbackTurns
from bot.channels.voice.calls import OVER
from bot.channels.voice.routes import XML
from bot.clock import Clock
from bot.conversation.record import Record
from bot.errors import BadRequest, CarrierUnavailable
from bot.handover.back_off import NotReached
from bot.handover.callback_ends import CallbackEnds
from bot.handover.callback_legs import CallbackLegs
from bot.handover.dialling import CALLBACK
from bot.handover.lines import Lines

MACHINE = "machine"
FAX = "fax"
# In the carrier's words.
NOT_ANSWERED = {
    "busy": NotReached.BUSY,
    "no-answer": NotReached.NO_ANSWER,
    "canceled": NotReached.NO_ANSWER,
    "failed": NotReached.FAILED,
    "completed": NotReached.HUNG_UP,
}


@dataclass(frozen=True)
class CustomerLeg:
    """What answers; `left(conversation_id)` is told of who hung up after talking to somebody."""

    turns: CallbackTurns
    legs: CallbackLegs
    ends: CallbackEnds
    record: Record
    statuses: CallStatuses
    lines: Lines
    clock: Clock
    left: Callable[[str], None]


def callback_blueprint(leg: CustomerLeg) -> Blueprint:
    """Routes under /twilio/voice/callback; `c` is the conversation."""
    routes = Blueprint("callback", __name__, url_prefix="/twilio/voice/callback")

    @routes.post("")
    def answered() -> Response:
        return Response(leg.turns.opened(_c(), request.form.get("CallSid", "")[:64]), content_type=XML)

    @routes.post("/turn")
    def turn() -> Response:
        number = request.args.get("n", "")
        if not number.isdecimal() or len(number) > 6:
            raise BadRequest("no turn number")
        return Response(leg.turns.heard(_c(), int(number), readable(request.form)), content_type=XML)

    @routes.post("/machine")
    def machine() -> Response:
        found = request.form.get("AnsweredBy", "")
        if found.startswith(MACHINE) or found == FAX:
            _leave(leg, _c())
        return Response(status=204)

    @routes.post("/status")
    def status() -> Response:
        _progress(leg, _c(), readable(request.form))
        return Response(status=204)

    return routes


def _leave(leg: CustomerLeg, c: str) -> None:
    """Say the message, if there may be one, and go."""
    left = leg.turns.machine(c)
    if left is None or left[0].call_sid is None:
        return
    talk, message = left
    try:
        if message:
            leg.lines.tell(talk.call_sid or "", message)
        else:
            leg.lines.hang_up(talk.call_sid or "")
    except CarrierUnavailable:
        # They have gone, or the machine will hear our next question; it is over for us.
        return


def _progress(leg: CustomerLeg, c: str, fields: Fields) -> None:
    """What the carrier says of the call, in whatever order."""
    now, status = leg.clock.now(), fields.get("CallStatus", "")
    leg.statuses.note(fields, now)
    if fields.get("CallSid"):
        leg.legs.dialled(c, fields["CallSid"][:64])
    if status not in OVER:
        return
    wait = leg.legs.wait_of(c)
    if wait and wait["channel"] == CALLBACK and wait["status"] != "over":
        leg.ends.not_reached(wait, NOT_ANSWERED[status], now)
    talk = leg.record.by_id(c)
    if talk:
        leg.record.end(talk, "caller_hung_up", now)
        leg.left(c)


def _c() -> str:
    return request.args.get("c", "")[:36]
