"""<Dial>: puts the call into a conference, or through to another phone, until one side has enough."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from carrier.errors import DeliveryFailed, TwimlError
from carrier.twiml.document import Verb
from carrier.voice.conference import Callback
from carrier.voice.conference_leg import participant_of, stay
from carrier.voice.hold_music import play_hold_music
from carrier.voice.listening import HangUp, Input, Listening
from carrier.voice.number_leg import ring_numbers
from carrier.voice.state import Target

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

LONGEST_DIAL = 14_400
_PLAYED = frozenset({"Conference", "Number"})

Facts = dict[str, str]
Leg = Generator[Listening, Input, tuple[Input, Facts]]


def dial(flow: "Flow", verb: Verb) -> Generator[Listening, Input, Target | str | None]:
    """Plays a <Dial>; its action's target, None to go on with the next verb, or the call's last status."""
    unknown = [child.name for child in verb.children if child.name not in _PLAYED]
    if unknown or not verb.text:
        noun = f"<{unknown[0]}>" if unknown else "nothing in it"
        raise TwimlError(0, f"<Dial> is not supported by this simulator with {noun}")
    conferences = [child for child in verb.children if child.name == "Conference"]
    leg = (
        _conference_leg(flow, verb, conferences[0]) if conferences else ring_numbers(flow, verb, LONGEST_DIAL)
    )
    out, facts = yield from leg
    return _what_follows(flow, verb, out, facts)


def _conference_leg(flow: "Flow", verb: Verb, noun: Verb) -> Leg:
    participant = participant_of(flow, noun)
    conference = flow.board.conferences.join(
        noun.text, participant, _callback(flow, noun), noun.number("maxParticipants", 250), flow.board
    )
    flow.board.agenda.add(participant.release, delay=verb.number("timeLimit", LONGEST_DIAL))
    try:
        if conference.status == "init":
            play_hold_music(flow, noun, conference.sid)
        out = yield from stay(flow, conference, participant, verb.flag("hangupOnStar"))
    finally:
        participant.leg_open = False
        flow.board.conferences.leave(conference, participant)
    return out, {"DialCallStatus": "answered", "DialBridged": str(conference.begun).lower()}


def _callback(flow: "Flow", noun: Verb) -> Callback:
    if not noun.get("statusCallback"):
        return Callback()
    url, method = flow.resolve(noun.get("statusCallback")), noun.get("statusCallbackMethod", "POST")
    return Callback(url, method, frozenset(noun.get("statusCallbackEvent").split()))


def _what_follows(flow: "Flow", verb: Verb, out: Input, facts: Facts) -> Target | str | None:
    action = verb.get("action")
    target = Target(flow.resolve(action), verb.get("method", "POST"), facts) if action else None
    if not isinstance(out, HangUp):
        return target
    if target is not None:
        _tell_after_hanging_up(flow, target)
    return "completed"


def _tell_after_hanging_up(flow: "Flow", target: Target) -> None:
    # Twilio asks for the action of a call that hung up, too (CallStatus says so), and plays nothing of it.
    try:
        flow.send(target.url, target.method, flow.parameters() | target.extra, "voice")
    except DeliveryFailed as failure:
        flow.note_failure(failure.code, failure.text)
