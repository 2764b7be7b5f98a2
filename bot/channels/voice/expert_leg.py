"""The webhooks of an expert's phone: thin; what happens there is in bot.handover.expert_line."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.channels.fields import readable
from bot.channels.voice.addresses import expert_address
from bot.channels.voice.rooms import into_room
from bot.channels.voice.routes import XML
from bot.channels.voice.twiml import LOCALES, Speech, say_all
from bot.handover.expert_line import ExpertLine, Step
from bot.handover.expert_menu import ExpertMenu

# Seconds to press a key, to begin a note, and to skip what is left of the brief.
KEY_TIME, NOTE_TIME, BRIEF_TIME = 10, 5, 1


@dataclass(frozen=True)
class ExpertLeg:
    """What answers; `gone(conversation_id)` asks the carrier whether a caller hung up."""

    line: ExpertLine
    menu: ExpertMenu
    gone: Callable[[str], bool]
    base_url: str


def expert_blueprint(leg: ExpertLeg) -> Blueprint:
    """Routes under /twilio/voice/expert."""
    routes = Blueprint("expert", __name__, url_prefix="/twilio/voice/expert")
    keyed = {"key": leg.line.key, "menu": leg.menu.chosen, "hand_back": leg.menu.hand_back}

    @routes.post("")
    def picked_up() -> Response:
        return _answer(leg.line.picked_up(_x(), request.form.get("CallSid", "")[:64]), leg.base_url)

    @routes.post("/<any(key, menu, hand_back):step>")
    def key(step: str) -> Response:
        return _answer(keyed[step](_x(), request.form.get("Digits", "")[:1], _tried()), leg.base_url)

    @routes.post("/note")
    def note() -> Response:
        words = readable(request.form).get("SpeechResult", "").strip()
        return _answer(leg.menu.note(_x(), words, _tried()), leg.base_url)

    @routes.post("/join")
    def join() -> Response:
        return _answer(leg.line.join(_x()), leg.base_url)

    @routes.post("/again")
    def again() -> Response:
        return _answer(leg.line.again(_x()), leg.base_url)

    @routes.post("/left")
    def left() -> Response:
        if request.form.get("CallStatus") == "completed":
            leg.line.put_down(_x())
        return _answer(leg.line.left(_x(), leg.gone), leg.base_url)

    @routes.post("/status")
    def status() -> Response:
        form = request.form
        leg.line.progress(_x(), form.get("CallSid", "")[:64], form.get("CallStatus", ""))
        return Response(status=204)

    return routes


def step_twiml(step: Step, x: str, base_url: str) -> str:
    """The TwiML document of a step on the phone of the call `x`."""
    response, speech = VoiceResponse(), Speech(step.sentences[0].language, False, "")
    if step.then == "end":
        say_all(response, step.sentences, speech)
        response.hangup()
    elif step.then == "room" and step.room:
        say_all(response, step.sentences, speech)
        into_room(response, step.room, expert_address(base_url, "left", x), "expert")
    else:
        asked = expert_address(base_url, step.then, x, step.tried)
        gather = _gather(step, asked)
        say_all(gather, step.sentences, speech)
        response.append(gather)
        response.redirect(asked, method="POST")
    return str(response)


def _gather(step: Step, asked: str) -> Gather:
    answer = {"action": asked, "method": "POST", "action_on_empty_result": True}
    if step.then == "note":
        spoken = LOCALES[step.sentences[0].language]
        return Gather(
            input="dtmf speech",
            language=spoken,
            timeout=NOTE_TIME,
            speech_timeout="auto",
            finish_on_key="#",
            profanity_filter=False,
            **answer,
        )
    seconds = BRIEF_TIME if step.then == "join" else KEY_TIME
    return Gather(input="dtmf", num_digits=1, finish_on_key="", timeout=seconds, **answer)


def _answer(step: Step, base_url: str) -> Response:
    return Response(step_twiml(step, _x(), base_url), content_type=XML)


def _x() -> str:
    return request.args.get("x", "")[:40]


def _tried() -> int:
    tried = request.args.get("tried", "")
    return int(tried) if tried.isdecimal() and len(tried) == 1 else 0
