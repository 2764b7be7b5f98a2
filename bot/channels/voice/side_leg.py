"""The webhooks of somebody beside a talk: thin; what happens there is in bot.handover.side_line."""

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.channels.voice.addresses import side_address
from bot.channels.voice.expert_leg import BRIEF_TIME, KEY_TIME, ExpertLeg, step_twiml
from bot.channels.voice.rooms import Beside, beside
from bot.channels.voice.routes import XML
from bot.channels.voice.twiml import Speech, say_all
from bot.handover.side_line import SideLine, SideStep


def side_blueprint(line: SideLine, expert: ExpertLeg) -> Blueprint:
    """Routes under /twilio/voice/side; `expert` answers for those who have taken over the talk."""
    routes = Blueprint("side", __name__, url_prefix="/twilio/voice/side")

    @routes.post("")
    def picked_up() -> Response:
        return _answer(line.picked_up(_s(), request.form.get("CallSid", "")[:64]), expert.base_url)

    @routes.post("/key")
    def key() -> Response:
        return _answer(line.key(_s(), request.form.get("Digits", "")[:1], _tried()), expert.base_url)

    @routes.post("/join")
    def join() -> Response:
        return _answer(line.join(_s()), expert.base_url)

    @routes.post("/left")
    def left() -> Response:
        step = line.left(_s())
        if step is not None:
            return _answer(step, expert.base_url)
        if request.form.get("CallStatus") == "completed":
            expert.line.put_down(_s())
        document = step_twiml(expert.line.left(_s(), expert.gone), _s(), expert.base_url)
        return Response(document, content_type=XML)

    @routes.post("/status")
    def status() -> Response:
        sid, told = request.form.get("CallSid", "")[:64], request.form.get("CallStatus", "")
        if line.took_over(_s()):
            expert.line.progress(_s(), sid, told)
        else:
            line.progress(_s(), sid, told)
        return Response(status=204)

    return routes


def side_twiml(step: SideStep, s: str, base_url: str) -> str:
    """The TwiML document of a step on the phone of the side call `s`."""
    response, speech = VoiceResponse(), Speech(step.sentences[0].language, False, "")
    if step.then == "end":
        say_all(response, step.sentences, speech)
        response.hangup()
    elif step.then == "room":
        say_all(response, step.sentences, speech)
        beside(response, Beside(step.room, f"side-{s[:8]}", step.coached), side_address(base_url, "left", s))
    else:
        asked = side_address(base_url, step.then, s, step.tried)
        seconds = BRIEF_TIME if step.then == "join" else KEY_TIME
        gather = Gather(
            input="dtmf",
            num_digits=1,
            finish_on_key="",
            timeout=seconds,
            action=asked,
            method="POST",
            action_on_empty_result=True,
        )
        say_all(gather, step.sentences, speech)
        response.append(gather)
        response.redirect(asked, method="POST")
    return str(response)


def _answer(step: SideStep, base_url: str) -> Response:
    return Response(side_twiml(step, _s(), base_url), content_type=XML)


def _s() -> str:
    return request.args.get("s", "")[:40]


def _tried() -> int:
    tried = request.args.get("tried", "")
    return int(tried) if tried.isdecimal() and len(tried) == 1 else 0
