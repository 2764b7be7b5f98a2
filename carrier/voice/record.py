"""<Record>: takes a message from the caller and tells the application where it is."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from carrier.errors import DeliveryFailed
from carrier.twiml.document import Verb
from carrier.twiml.speech import seconds_to_say
from carrier.voice.listening import HangUp, Input, Key, Listening, Silence, Speech
from carrier.voice.state import Target

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

_ANY_KEY = "1234567890*#"


def record(flow: "Flow", verb: Verb) -> Generator[Listening, Input, Target | str | None]:
    """Records until silence, a finishing key or the end of the call; an empty recording is passed over."""
    spoken: list[str] = []
    while True:
        given = yield Listening("record", speech=True, keys=True, timeout=verb.number("timeout", 5))
        match given:
            case Speech(text):
                spoken.append(text)
            case Key(key) if key in verb.get("finishOnKey", _ANY_KEY) and spoken:
                return _finished(flow, verb, spoken, key)
            case Silence():
                return _finished(flow, verb, spoken, "") if spoken else None
            case HangUp():
                _leave(flow, verb, spoken)
                return "completed"


def _finished(flow: "Flow", verb: Verb, spoken: list[str], ended_by: str) -> Target:
    seconds = min(verb.number("maxLength", 3600), max(1, round(seconds_to_say(" ".join(spoken)))))
    sid = flow.board.mint.sid("RE")
    url = f"https://api.twilio.com/2010-04-01/Accounts/{flow.board.account_sid}/Recordings/{sid}"
    params = {"RecordingUrl": url, "RecordingSid": sid, "RecordingDuration": str(seconds)}
    flow.state.recordings.append(params | {"spoken": " ".join(spoken)})
    _queue_status(flow, verb, params)
    return Target(flow.resolve(verb.get("action")), verb.get("method", "POST"), params | {"Digits": ended_by})


def _leave(flow: "Flow", verb: Verb, spoken: list[str]) -> None:
    if not spoken:
        return
    target = _finished(flow, verb, spoken, "hangup")
    try:
        flow.send(target.url, target.method, flow.parameters() | target.extra, "voice")
    except DeliveryFailed as failure:
        flow.note_failure(failure.code, failure.text)


def _queue_status(flow: "Flow", verb: Verb, params: dict[str, str]) -> None:
    callback = verb.get("recordingStatusCallback")
    if not callback or "completed" not in verb.get("recordingStatusCallbackEvent", "completed").split():
        return
    url, method = flow.resolve(callback), verb.get("recordingStatusCallbackMethod", "POST")
    facts = {
        "AccountSid": flow.board.account_sid,
        "CallSid": flow.state.sid,
        "RecordingStatus": "completed",
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        **params,
    }
    flow.board.agenda.add(lambda: flow.state.exchanges.append(flow.board.call_back(url, method, facts)))
