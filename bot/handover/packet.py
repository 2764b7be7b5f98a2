"""The handover packet: everything a person needs so that the caller has to repeat nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.conversation.state import Conversation
from bot.handover.priority import priority, skill

VERSION = 1
QUOTES = 3
SAID_BY_CALLER = ("spoken", "keyed", "typed")


@dataclass(frozen=True)
class Need:
    """Why a person is needed: the kind of case, the reason, and what the dialogue adds."""

    kind: str
    reason: str
    summary: dict[str, Any] = field(default_factory=dict)


def packet(
    conversation: Conversation, turns: Sequence[RowMapping], need: Need, at: datetime
) -> dict[str, Any]:
    """The record handed to a person, versioned; every value says how it is known."""
    memory, summary = conversation.memory, need.summary
    return {
        "packet_version": VERSION,
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "lang": conversation.language,
        "address_form": "Sie" if conversation.language == "de" else None,
        "kind": need.kind,
        "reason": need.reason,
        "caller": _caller(conversation),
        "stated_request": memory.wish_words,
        "probable_need": None,
        "quotes": _quotes(turns),
        "intents": _intents(turns),
        "flags": [],
        "slots": _slots(memory.facts),
        "summary": summary,
        "open_question": memory.expecting,
        "done": list(memory.done),
        "still_open": [wish["text"] for wish in memory.later],
        "promised": [],
        "deadlines": summary.get("deadlines", []),
        "permissions": _permissions(conversation),
        "next_steps": [],
        "do_dont": _do_dont(memory.facts),
        "routing": {
            "priority": priority(need.kind, need.reason),
            "skill": skill(need.kind, need.reason),
            "language": conversation.language,
            "queued_at": at.isoformat(),
            "attempts": 0,
        },
        "disclosure": {"ai": list(memory.disclosed), "recording_consent_at": None},
        "failures": [turn["failure"] for turn in turns if turn["failure"]],
        "transcript_ref": f"conversation:{conversation.id}",
        "retention_class": "case",
    }


def _caller(conversation: Conversation) -> dict[str, Any]:
    facts = conversation.memory.facts
    return {
        "number": conversation.caller,
        "name_as_heard": facts.get("name", {}).get("value"),
        "auth_level": _auth_level(facts),
        "recognised_customers": list(conversation.memory.caller_customers or []),
    }


def _auth_level(facts: dict[str, dict[str, Any]]) -> str:
    """The dialogue names an order or a customer as verified once the caller has proven it."""
    proven = any(facts.get(name, {}).get("value") for name in ("verified_order", "verified_customer"))
    return str(facts.get("auth_level", {}).get("value") or "A1") if proven else "A0"


def _quotes(turns: Sequence[RowMapping]) -> list[dict[str, Any]]:
    spoken = [turn for turn in turns if turn["heard"]]
    return [{"turn": turn["number"], "words": turn["heard"]} for turn in spoken[-QUOTES:]]


def _intents(turns: Sequence[RowMapping]) -> list[dict[str, Any]]:
    named = [turn for turn in turns if turn["intent"]]
    return [
        {"turn": turn["number"], "name": turn["intent"], "confidence": turn["confidence"]} for turn in named
    ]


def _slots(facts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Every value with how it is known; what opened the order in the shop counts as confirmed."""
    verified = facts.get("verified_order", {}).get("value")
    same = verified is not None and facts.get("order_number", {}).get("value") == verified
    confirmed = {"order_number", "postcode"} if same else set()
    return [_slot(name, fact, name in confirmed) for name, fact in sorted(facts.items())]


def _slot(name: str, fact: dict[str, Any], confirmed: bool) -> dict[str, Any]:
    return {
        "name": name,
        "value": fact.get("value"),
        "how": fact.get("how"),
        "confidence": fact.get("confidence", 1.0),
        "confirmed": confirmed,
        "turn": fact.get("turn"),
    }


def _permissions(conversation: Conversation) -> dict[str, Any]:
    texting = conversation.channel == "sms"
    return {"callback": None, "sms": texting, "voicemail": None, "recording": False, "safe_contact": None}


def _do_dont(facts: dict[str, dict[str, Any]]) -> list[str]:
    """Codes the desk words for the expert: what must not be asked again."""
    given = [name for name, fact in sorted(facts.items()) if fact.get("how") in SAID_BY_CALLER]
    return [f"dont_ask_again:{name}" for name in given]
