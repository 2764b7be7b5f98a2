"""<Gather>: prompts the caller and takes speech or keys, by Twilio's rules for who wins and when it ends."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carrier.errors import TwimlError
from carrier.twiml.document import Verb
from carrier.voice.listening import Input, Key, Listening, Silence, Speech
from carrier.voice.prompts import prompt
from carrier.voice.state import Target

if TYPE_CHECKING:
    from carrier.voice.flow import Flow


@dataclass(frozen=True)
class _Rules:
    listening: Listening
    most_digits: int
    finish_on: str
    barge_in: bool


def gather(flow: "Flow", verb: Verb) -> Generator[Listening, Input, Target | None]:
    """Plays the nested prompts, waits for input; the action's target, or None to go on with the next verb."""
    rules = _rules(verb)
    given = yield from _prompts(flow, verb, rules)
    digits = ""
    while True:
        given = given or (yield replace(rules.listening, digits=digits))
        match given:
            case Key(key) if rules.listening.keys:
                # The finishing key means nothing before the first digit.
                if key != rules.finish_on:
                    digits += key
                if digits and (key == rules.finish_on or len(digits) == rules.most_digits):
                    return _with_digits(flow, verb, digits, key if key == rules.finish_on else "")
            case Speech() if rules.listening.speech and not digits and given.text.strip():
                return _with_speech(flow, verb, given)
            case Silence() if digits:
                return _with_digits(flow, verb, digits, "")
            case Silence():
                return _action(flow, verb, {}) if verb.flag("actionOnEmptyResult") else None
        given = None


def _prompts(flow: "Flow", verb: Verb, rules: _Rules) -> Generator[Listening, Input, Input | None]:
    for nested in verb.children:
        broke_in = yield from prompt(flow, nested, rules.listening if rules.barge_in else None)
        if broke_in is not None:
            return broke_in
    return None


def _rules(verb: Verb) -> _Rules:
    inputs = verb.get("input", "dtmf").split()
    if verb.get("speechTimeout") == "auto" and verb.get("speechModel"):
        raise TwimlError(13335, '<Gather>: speechTimeout="auto" does not go with a speechModel')
    listening = Listening(
        "gather",
        speech="speech" in inputs,
        keys="dtmf" in inputs,
        timeout=verb.number("timeout", 5),
        language=verb.get("language", "en-US"),
        hints=_hints(verb),
    )
    return _Rules(
        listening, verb.number("numDigits", 0), verb.get("finishOnKey", "#"), verb.flag("bargeIn", True)
    )


def _hints(verb: Verb) -> tuple[str, ...]:
    return tuple(hint.strip() for hint in verb.get("hints").split(",") if hint.strip())


def _with_digits(flow: "Flow", verb: Verb, digits: str, finished_on: str) -> Target:
    return _action(flow, verb, {"Digits": digits, "FinishedOnKey": finished_on})


def _with_speech(flow: "Flow", verb: Verb, speech: Speech) -> Target:
    if verb.get("partialResultCallback"):
        _queue_partial_result(flow, verb, speech)
    params = {"SpeechResult": speech.text, "Language": verb.get("language", "en-US")}
    if speech.confidence is not None:
        params["Confidence"] = f"{speech.confidence:.8g}"
    return _action(flow, verb, params)


def _action(flow: "Flow", verb: Verb, params: dict[str, str]) -> Target:
    return Target(flow.resolve(verb.get("action")), verb.get("method", "POST"), params)


def _queue_partial_result(flow: "Flow", verb: Verb, speech: Speech) -> None:
    words = speech.text.split()
    heard_so_far = " ".join(words[: max(1, len(words) // 2)])
    params = flow.parameters() | {
        "UnstableSpeechResult": heard_so_far,
        "Stability": "0.5",
        "SequenceNumber": "0",
        "Language": verb.get("language", "en-US"),
    }
    url, method = (
        flow.resolve(verb.get("partialResultCallback")),
        verb.get("partialResultCallbackMethod", "POST"),
    )
    flow.board.agenda.add(lambda: flow.state.exchanges.append(flow.board.call_back(url, method, params)))
