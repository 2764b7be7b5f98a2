"""The webhooks of a caller on the way to an expert, back from one, or leaving a message."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import VoiceResponse

from bot.channels.fields import Fields, readable
from bot.channels.voice.addresses import after_address, turn_address
from bot.channels.voice.calls import OVER
from bot.channels.voice.rooms import into_room
from bot.channels.voice.routes import XML
from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.conversation.state import Conversation
from bot.handover.bridge import Bridge
from bot.handover.voicemails import Recording, Voicemails


@dataclass(frozen=True)
class CallerLeg:
    """What answers a caller outside the ordinary turns."""

    record: Record
    bridge: Bridge
    voicemails: Voicemails
    clock: Clock
    base_url: str


def bridge_blueprint(leg: CallerLeg) -> Blueprint:
    """Routes under /twilio/voice, beside those of the turns; `c` is the conversation."""
    routes = Blueprint("bridge", __name__, url_prefix="/twilio/voice")

    @routes.post("/join")
    def join() -> Response:
        conversation_id = request.args.get("c", "")
        room = leg.bridge.join(conversation_id)
        if room is None:
            return _next_turn(leg, leg.record.by_id(conversation_id))
        response = VoiceResponse()
        into_room(response, room, after_address(leg.base_url, conversation_id, room.expert_call), "caller")
        return Response(str(response), content_type=XML)

    @routes.post("/after")
    def after() -> Response:
        if _hung_up(leg):
            return _next_turn(leg, None)
        back = leg.bridge.caller_back(request.args.get("c", ""), request.args.get("x", ""))
        return _next_turn(leg, back)

    @routes.post("/voicemail")
    def voicemail() -> Response:
        conversation_id, fields = request.args.get("c", ""), readable(request.form)
        leg.voicemails.take(conversation_id, _recording(fields), leg.clock.now())
        return _next_turn(leg, None if _hung_up(leg) else leg.record.by_id(conversation_id))

    return routes


def _next_turn(leg: CallerLeg, talk: Conversation | None) -> Response:
    """Back to the turns; a conversation that is over, or was never there, ends."""
    response = VoiceResponse()
    if talk is None or talk.owner is Owner.CLOSED:
        response.hangup()
    else:
        response.redirect(turn_address(leg.base_url, talk), method="POST")
    return Response(str(response), content_type=XML)


def _hung_up(leg: CallerLeg) -> bool:
    """The carrier also asks us what next for a caller who has just hung up."""
    if request.form.get("CallStatus") not in OVER:
        return False
    talk = leg.record.by_id(request.args.get("c", ""))
    if talk:
        leg.bridge.gone(talk)
    return True


def _recording(fields: Fields) -> Recording:
    seconds = fields.get("RecordingDuration", "")
    url = fields.get("RecordingUrl", "")[:400] or None
    sid = fields.get("RecordingSid", "")[:64] or None
    return Recording(sid, url, int(seconds) if seconds.isdecimal() else 0)
