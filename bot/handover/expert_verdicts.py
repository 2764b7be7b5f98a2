"""What experts say of the bot's flags and guess; it outlives every refresh of the packet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.handover.do_dont import do_dont

Packet = Mapping[str, Any]

KEY = "expert_verdicts"
RIGHT, WRONG, MISSING = "right", "wrong", "missing"
EXPERT = "expert"


def with_flag_verdict(content: Packet, code: str, verdict: str | None, at: datetime) -> dict[str, Any]:
    """The packet after an expert found this flag right, wrong or missing; None takes it back."""
    said = {name: one for name, one in _flags(content).items() if name != code}
    if verdict:
        said[code] = {"verdict": verdict, "at": at.isoformat()}
    return applied({**content, KEY: {**content.get(KEY, {}), "flags": said}})


def with_need_verdict(content: Packet, verdict: str | None, corrected_to: str | None) -> dict[str, Any]:
    """The packet after an expert found the guess right, or wrong and rather this; None takes it back."""
    said = {"verdict": verdict, "corrected_to": corrected_to} if verdict else None
    return applied({**content, KEY: {**content.get(KEY, {}), "need": said}})


def need_verdict(content: Packet) -> Packet:
    """What was said of the guess: `verdict` and `corrected_to`; empty for nothing."""
    return (content.get(KEY) or {}).get("need") or {}


def applied(content: Packet) -> dict[str, Any]:
    """Every verdict in its place; what to mind follows from the flags that are not found wrong."""
    if not content.get(KEY):
        return dict(content)
    flags = _with_verdicts(content)
    counted = [flag for flag in flags if flag["confirmed_by_expert"] != WRONG]
    fresh = {**content, "flags": flags, "do_dont": do_dont(counted, content.get("slots", ()))}
    if guess := content.get("probable_need"):
        fresh["probable_need"] = {**guess, "confirmed_by_expert": dict(need_verdict(content)) or None}
    return fresh


def _with_verdicts(content: Packet) -> list[dict[str, Any]]:
    said = _flags(content)
    heard = [flag for flag in content["flags"] if flag["seen_by"] != EXPERT]
    lines = [{**flag, "confirmed_by_expert": said.get(flag["code"], {}).get("verdict")} for flag in heard]
    known = {flag["code"] for flag in heard}
    added = [code for code, one in said.items() if one["verdict"] == MISSING and code not in known]
    return [*lines, *(_added(code, said[code]["at"], content["intents"]) for code in added)]


def _added(code: str, at: str, intents: Sequence[Packet]) -> dict[str, Any]:
    """A flag nobody raised, as an expert heard it; without the caller's words."""
    turn = max((intent["turn"] for intent in intents), default=0)
    entry = {"code": code, "level": "clear", "quote": "", "at": at, "turn": turn, "seen_by": EXPERT}
    return entry | {"confidence": 1.0, "settled": False, "confirmed_by_expert": MISSING}


def _flags(content: Packet) -> dict[str, Any]:
    return dict((content.get(KEY) or {}).get("flags") or {})
