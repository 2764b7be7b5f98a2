"""<Dial><Number>: rings other phones; who answers first hears a document of their own, then both talk."""

from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING

from carrier.twiml.document import Document, Verb
from carrier.voice.conference import Callback, Conference
from carrier.voice.conference_leg import one_of_two, stay
from carrier.voice.listening import Input, Listening
from carrier.voice.state import FINAL_STATUSES, CallState, Handlers, Target
from carrier.voice.transcript import Utterance

if TYPE_CHECKING:
    from carrier.voice.call import Call
    from carrier.voice.flow import Flow

MOST_NUMBERS = 10


def ring_numbers(
    flow: "Flow", verb: Verb, longest: int
) -> Generator[Listening, Input, tuple[Input, dict[str, str]]]:
    """Rings, waits for an answer and the end of the talk; what took the call out, and the action's facts."""
    participant = one_of_two(flow)
    bridge = Conference("", Callback(), flow.board)
    flow.board.conferences.change(bridge, lambda room: room.join(participant))
    now = flow.board.clock.now()
    flow.hear(Utterance("", "ringing", "", "", False, now, kind="tone"))
    calls = [_ring(flow, verb, number, noun, bridge) for number, noun in _numbers(verb)[:MOST_NUMBERS]]
    for call in calls:
        call.state.watchers.append(partial(_on_status, flow, call, calls, participant.release))
    flow.board.agenda.add(participant.release, delay=verb.number("timeLimit", longest))
    try:
        out = yield from stay(flow, bridge, participant, verb.flag("hangupOnStar"))
    finally:
        participant.leg_open = False
        flow.board.conferences.leave(bridge, participant)
        for call in calls:
            _let_go(flow, call)
    return out, _facts(flow, calls, bridge)


def bridge_leg(flow: "Flow", bridge: Conference) -> Generator[Listening, Input, str]:
    """The other side, after its own document: connected until one of the two leaves."""
    participant = one_of_two(flow)
    if bridge.status == "completed":
        return "completed"
    flow.board.conferences.change(bridge, lambda room: room.join(participant))
    try:
        yield from stay(flow, bridge, participant, star_leaves=False)
    finally:
        participant.leg_open = False
        flow.board.conferences.leave(bridge, participant)
    return "completed"


def _numbers(verb: Verb) -> list[tuple[str, Verb | None]]:
    nouns = [(child.text, child) for child in verb.children if child.name == "Number"]
    return list(nouns) or [(verb.text, None)]


def _ring(flow: "Flow", verb: Verb, number: str, noun: Verb | None, bridge: Conference) -> "Call":
    handlers = _handlers(flow, noun) if noun else Handlers(Target("", document=Document(())))
    from_ = verb.get("callerId") or flow.state.from_
    child = flow.board.dial_out(from_, number, handlers, verb.number("timeout", 30))
    child.state.parent_sid, child.state.patient = flow.state.sid, flow.state.patient
    child.state.afterwards = lambda other: bridge_leg(other, bridge)
    return child


def _handlers(flow: "Flow", noun: Verb) -> Handlers:
    url = noun.get("url")
    whisper = (
        Target(flow.resolve(url), noun.get("method", "POST")) if url else Target("", document=Document(()))
    )
    status = flow.resolve(noun.get("statusCallback")) if noun.get("statusCallback") else ""
    events = tuple(noun.get("statusCallbackEvent", "completed").split())
    return Handlers(whisper, "", status, noun.get("statusCallbackMethod", "POST"), events)


def _on_status(
    flow: "Flow", call: "Call", calls: "list[Call]", release: Callable[[], None], status: str
) -> None:
    if status == "in-progress":  # the first answer wins
        for other in calls:
            if other is not call:
                _let_go(flow, other)
    elif status in FINAL_STATUSES and all(each.over for each in calls):
        release()


def _let_go(flow: "Flow", call: "Call") -> None:
    if call.status in ("queued", "ringing"):
        flow.board.agenda.add(lambda: call.finish("canceled"))
    elif not call.over and not call.state.participant:
        flow.board.agenda.add(call.finish)


def _facts(flow: "Flow", calls: "list[Call]", bridge: Conference) -> dict[str, str]:
    winner = next((call for call in calls if call.state.answered_at), calls[-1])
    facts = {"DialCallStatus": _status(winner.state, bridge), "DialCallSid": winner.sid}
    if winner.state.answered_at is not None:
        ended = winner.state.ended_at or flow.board.clock.now()
        facts["DialCallDuration"] = str(max(0, round((ended - winner.state.answered_at).total_seconds())))
    return facts | {"DialBridged": str(bridge.begun).lower()}


def _status(state: CallState, bridge: Conference) -> str:
    if bridge.begun or state.answered_at is not None:
        return "completed"
    return state.status if state.status in FINAL_STATUSES else "canceled"
