"""A real call as the steps of a test: what was said, without anybody's own values, and what was keyed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.privacy.spans import PLACEHOLDER
from bot.tuning.list_file import quoted
from bot.tuning.stand_ins import Original, StandIns

# What stands for the values of the test's own order (tests/conversations/orders.py), spoken and written.
OF_ORDER = {
    "order_number": ("{spoken}", "{number}"),
    "postcode": ("{postcode_spoken}", "{postcode}"),
    "phone_number": ("{phone}", "{phone}"),
    "email": ("{email}", "{email}"),
    "code": ("{code_spoken}", "{code}"),
}
KEYED = {"order_number": "{digits}", "postcode": "{postcode}", "code": "{code}"}
# One key is a choice of a menu; more may be somebody's number.
CHOICE = 1


@dataclass(frozen=True)
class Step:
    """One turn of the caller's: `did` say, press, text or silent; `trouble` where the bot did not do well."""

    number: int
    did: str
    words: str
    answer: str
    trouble: bool


@dataclass(frozen=True)
class Heard:
    """One turn as the store has it: words without personal data, keys, what had been asked for before."""

    number: int
    words: str | None
    keyed: str | None
    said: str
    expecting: str | None
    trouble: bool


class CallSteps:
    """`stand_ins` for what is no value of the order's."""

    def __init__(self, stand_ins: StandIns) -> None:
        self._stand_ins = stand_ins

    def of(self, turns: Sequence[Heard], channel: str, language: str) -> list[Step]:
        """In order; the greeting, to which nobody said anything, is none."""
        return [self._step(turn, channel, language) for turn in turns if turn.number > 0]

    def _step(self, turn: Heard, channel: str, language: str) -> Step:
        if turn.words is not None:
            did = "text" if channel == "sms" else "say"
            words = self._words(turn.words, channel == "voice", language)
        elif turn.keyed:
            did, words = "press", self._keys(turn.keyed, turn.expecting, language)
        else:
            did, words = "silent", ""
        return Step(turn.number, did, words, turn.said, turn.trouble)

    def _words(self, text: str, spoken: bool, language: str) -> str:
        def instead(found: re.Match[str]) -> str:
            if found[1] in OF_ORDER:
                return OF_ORDER[found[1]][0 if spoken else 1]
            return self._stand_ins.of(Original(found[1], None), language, spoken).text

        # A test reads braces as its own placeholders.
        return PLACEHOLDER.sub(instead, text.replace("{", "(").replace("}", ")"))

    def _keys(self, keyed: str, expecting: str | None, language: str) -> str:
        if len(keyed) <= CHOICE:
            return keyed
        known = KEYED.get(expecting or "")
        return known or self._stand_ins.of(Original("number", keyed), language, spoken=False).text


@dataclass(frozen=True)
class Expected:
    """How ops say the call should have gone; `order`: the state of the test's own order, if it has one."""

    name: str
    until: int
    order: str | None = None
    intent: str | None = None
    owner: str | None = None
    handover: tuple[str, str] | None = None
    hears: str | None = None


def scenario_text(steps: Sequence[Step], channel: str, expected: Expected) -> str:
    """In the format of tests/conversations."""
    kept = [step for step in steps if step.number <= expected.until]
    lines = [f"- name: {quoted(expected.name)}", f"  channel: {channel}"]
    if expected.order:
        lines.append(f"  order: {{status: {expected.order}}}")
    lines += ["  steps:", *(["    - {}"] if channel == "voice" else [])]
    lines += [f"    - {_flow(_as_data(step, expected, step is kept[-1]))}" for step in kept]
    if wanted := _expectation(expected):
        lines.append(f"  expect: {_flow(wanted)}")
    return "\n".join(lines) + "\n"


def _as_data(step: Step, expected: Expected, last: bool) -> dict[str, Any]:
    did: dict[str, Any] = {step.did: True if step.did == "silent" else step.words}
    return did | ({"hears": expected.hears} if last and expected.hears else {})


def _expectation(expected: Expected) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if expected.owner:
        found["owner"] = expected.owner
    if expected.intent:
        found["intents"] = [expected.intent]
    if expected.handover:
        kind, reason = expected.handover
        found["handovers"] = [{"kind": kind, "reason": reason}]
    return found


def _flow(data: Any) -> str:
    """On one line."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return "true" if data is True else quoted(str(data))
