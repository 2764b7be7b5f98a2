"""What the caller said and gave, as the packet quotes it: every value with how it is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from bot.conversation.state import Conversation

QUOTES = 3
LOOKED_UP = "looked_up"
# For a value nobody noted a confidence for: the shop is certain, an ear is not.
CERTAIN, UNCERTAIN = 1.0, 0.5
# What an unsafe caller sets in the protected part of the conversation; it belongs to the contact rule alone.
CONTACT = frozenset({"phone_number", "email", "date", "time"})
UNSAFE = "abuse_safety"

Facts = Mapping[str, dict[str, Any]]


def unsafe_since(talk: Conversation) -> int | None:
    """From this turn on nothing said may go anywhere but into the contact rule; None: nobody is in danger."""
    flags = talk.memory.flags
    said = {flag["turn"] for flag in flags if flag["level"] != "hint" and flag["code"] != UNSAFE}
    told = [flag for flag in flags if flag["code"] == UNSAFE]
    # A hint that was denied, or a faint one beside what was plainly said, puts nobody in danger.
    counted = [
        flag["turn"]
        for flag in told
        if flag["level"] != "hint" or (UNSAFE not in talk.memory.flags_settled and flag["turn"] not in said)
    ]
    return min(counted, default=None)


def quotes(turns: Sequence[RowMapping], until: int | None) -> list[dict[str, Any]]:
    """The caller's last words, up to that turn."""
    spoken = [turn for turn in turns if turn["heard"] and (until is None or turn["number"] <= until)]
    return [{"turn": turn["number"], "words": turn["heard"]} for turn in spoken[-QUOTES:]]


def intents(turns: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Every wish understood, with its confidence."""
    named = [turn for turn in turns if turn["intent"]]
    return [
        {"turn": turn["number"], "name": turn["intent"], "confidence": turn["confidence"]} for turn in named
    ]


def slots(facts: Facts, unsafe: int | None) -> list[dict[str, Any]]:
    """Every value with how it is known; what opened the order in the shop counts as confirmed."""
    verified = facts.get("verified_order", {}).get("value")
    same = verified is not None and facts.get("order_number", {}).get("value") == verified
    confirmed = {"order_number", "postcode"} if same else set()
    given = [_slot(name, fact, name in confirmed) for name, fact in sorted(facts.items())]
    return [slot for slot in given if not _protected(slot, unsafe)]


def _protected(slot: Mapping[str, Any], unsafe: int | None) -> bool:
    return unsafe is not None and slot["name"] in CONTACT and slot["turn"] > unsafe


def _slot(name: str, fact: Mapping[str, Any], confirmed: bool) -> dict[str, Any]:
    how = fact.get("how") or "spoken"
    return {
        "name": name,
        "value": fact.get("value"),
        "how": how,
        "confidence": fact.get("confidence", CERTAIN if how == LOOKED_UP else UNCERTAIN),
        "confirmed": confirmed,
        "turn": fact.get("turn") or 0,
    }
