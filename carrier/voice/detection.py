"""Answering machine detection: whether a person or a machine took the call, at once or a little later."""

from typing import TYPE_CHECKING, Literal

from carrier.voice.state import Detection, Target

if TYPE_CHECKING:
    from carrier.voice.call import Call

AnsweredBy = Literal["human", "machine", "fax", "unknown"]

# About how long Twilio listens before it knows, and, for a machine, until its announcement is over.
_SECONDS = {"human": 3.0, "machine": 4.0, "fax": 4.0, "unknown": 5.0}
_SECONDS_OF_ANNOUNCEMENT = 8.0


def begin_detected(call: "Call", answered_by: AnsweredBy) -> None:
    """Begins an answered call, with or after the detection the application asked for."""
    detection, first = call.state.handlers.detection, call.state.handlers.first
    if detection is None:
        call.begin(first)
        return
    word, seconds = _finding(detection, answered_by)
    if detection.later_url:
        call.begin(first)
        call.board.agenda.add(lambda: _report(call, detection, word, seconds), seconds)
        return
    told = Target(first.url, first.method, {**first.extra, "AnsweredBy": word}, first.document)
    _delay_beginning(call, told, word, seconds)


def _finding(detection: Detection, answered_by: AnsweredBy) -> tuple[str, float]:
    if answered_by != "machine":
        return answered_by, _SECONDS[answered_by]
    if detection.mode == "DetectMessageEnd":
        return "machine_end_beep", _SECONDS["machine"] + _SECONDS_OF_ANNOUNCEMENT
    return "machine_start", _SECONDS["machine"]


def _delay_beginning(call: "Call", target: Target, word: str, seconds: float) -> None:
    # The call is answered and paid for while the other side hears nothing: that is what synchronous
    # detection costs.
    call.state.answered_by = word
    call.note_answered()
    if call.state.patient:
        call.board.agenda.add(lambda: call.begin(target), seconds)
    else:
        call.board.clock.advance(seconds)
        call.begin(target)


def _report(call: "Call", detection: Detection, word: str, seconds: float) -> None:
    call.state.answered_by = word
    params = {
        "AccountSid": call.board.account_sid,
        "CallSid": call.sid,
        "AnsweredBy": word,
        "MachineDetectionDuration": str(round(seconds * 1000)),
    }
    exchange = call.board.call_back(detection.later_url, detection.later_method, params)
    call.state.exchanges.append(exchange)
