"""The delicate situations of a conversation as the packet carries them: one entry a code, with its words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.conversation.state import Memory
from bot.understanding.delicate.flags import CODES, LEVELS, LONGEST_QUOTE

Heard = Mapping[str, Any]
REQUEST, HINT = "request", "hint"
# The company's clock runs from the moment somebody told us (GDPR Art. 33, product safety regulation).
CLOCK_RUNS = ("privacy_incident", "safety_injury")
# Beside what a person must be told at once, an officer has to know of it.
TELL_OFFICER = timedelta(minutes=15)
TELL_AUTHORITY = timedelta(hours=72)


def flags(memory: Memory) -> list[dict[str, Any]]:
    """One entry a code, the gravest code first; with the highest level and the words it was heard in.

    A hint that the caller has denied is no flag any more (see `signals`).
    """
    told = [_entry(code, _of(memory, code), memory) for code in CODES if _of(memory, code)]
    return [flag for flag in told if not (flag["settled"] and flag["level"] == HINT)]


def signals(memory: Memory) -> list[dict[str, Any]]:
    """What else speaks for a person: irritation, repeated contact, denied hints; each with a short quote."""
    kept = [{**signal, "quote": _short(signal.get("quote"))} for signal in memory.signals]
    denied = [_entry(code, _of(memory, code), memory) for code in memory.flags_settled if _of(memory, code)]
    return kept + [
        {"what": "hint_denied", "code": flag["code"], "turn": flag["turn"], "quote": flag["quote"]}
        for flag in denied
        if flag["level"] == HINT
    ]


def pressing(told: Sequence[Heard]) -> Heard | None:
    """The flag that decides how the caller is met: said outright before hinted at, then the gravest."""
    open_ones = [flag for flag in told if not flag["settled"] and flag["level"] != REQUEST]
    return min(open_ones, key=lambda flag: (flag["level"] == HINT, CODES.index(flag["code"])), default=None)


def told_in(memory: Memory, told: Sequence[Heard]) -> str | None:
    """The whole utterance the pressing flag was heard in."""
    flag = pressing(told)
    if flag is None:
        return None
    same = [one for one in _of(memory, flag["code"]) if one.get("turn") == flag["turn"]]
    return str(same[0].get("text") or "") or None if same else None


def company_aware_at(memory: Memory, reported: str | None = None) -> str | None:
    """Since when the company knows of an incident it must act on; `reported` is the dialogue's own record."""
    heard = [flag["at"] for flag in memory.flags if flag["code"] in CLOCK_RUNS and _counts(flag, memory)]
    known = [moment for moment in (*heard, reported) if moment]
    return min(known, key=datetime.fromisoformat) if known else None


def _counts(flag: Heard, memory: Memory) -> bool:
    denied = flag["level"] == HINT and flag["code"] in memory.flags_settled
    return flag["level"] != REQUEST and not denied


def _of(memory: Memory, code: str) -> list[dict[str, Any]]:
    return [flag for flag in memory.flags if flag["code"] == code]


def _entry(code: str, heard: Sequence[Heard], memory: Memory) -> dict[str, Any]:
    """The first time it was said as openly as it ever was."""
    best = max(heard, key=lambda flag: LEVELS.index(flag["level"]))
    return {
        "code": code,
        "level": best["level"],
        "quote": _short(best["quote"] or best.get("text")),
        "at": best["at"],
        "turn": best["turn"],
        "seen_by": best["seen_by"],
        "confidence": best["confidence"],
        "settled": code in memory.flags_settled,
        "confirmed_by_expert": None,
    }


def _short(words: str | None) -> str:
    return " ".join((words or "").split()[:LONGEST_QUOTE])
