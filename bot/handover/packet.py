"""The handover packet: everything a person needs so that the caller has to repeat nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.conversation.state import Conversation, Memory
from bot.handover import packet_flags
from bot.handover.caller_words import intents, quotes, slots, unsafe_since
from bot.handover.deadlines import deadlines
from bot.handover.do_dont import do_dont
from bot.handover.need import Situation, probable_need
from bot.handover.next_steps import next_steps
from bot.handover.order_facts import OrderFacts
from bot.handover.packet_notes import notes_of
from bot.handover.permissions import permissions
from bot.handover.priority import priority, skill
from bot.phrases.interface import worded

VERSION = 2
SAID = 2
# The least an expert for any case must know; a skill asks for more.
LEVEL = 1


@dataclass(frozen=True)
class Need:
    """Why a person is needed: the kind of case, the reason, and what the dialogue adds."""

    kind: str
    reason: str
    summary: dict[str, Any] = field(default_factory=dict)


def packet(
    conversation: Conversation,
    turns: Sequence[RowMapping],
    need: Need,
    at: datetime,
    orders: Sequence[OrderFacts] = (),
) -> dict[str, Any]:
    """The record handed to a person, versioned; every value says how it is known."""
    content = _told(conversation, turns, need)
    content |= _routed(conversation, need, at) | {"disclosure": _disclosure(conversation, turns)}
    content |= {"orders": [order.to_json() for order in orders]}
    content["deadlines"] = deadlines(content, orders, at.date())
    content["do_dont"] = do_dont(content["flags"], content["slots"])
    case = _situation(content, conversation.memory, orders, at)
    return content | _guessed(case, conversation.language)


def _told(talk: Conversation, turns: Sequence[RowMapping], need: Need) -> dict[str, Any]:
    """What the caller said, wants and was told."""
    memory, flags, unsafe = talk.memory, packet_flags.flags(talk.memory), unsafe_since(talk)
    return {
        "packet_version": VERSION,
        "conversation_id": talk.id,
        "channel": talk.channel,
        "lang": talk.language,
        "address_form": "Sie" if talk.language == "de" else None,
        "kind": need.kind,
        "reason": need.reason,
        "caller": _caller(talk),
        "stated_request": memory.wish_words or packet_flags.told_in(memory, flags),
        "quotes": quotes(turns, unsafe),
        "intents": intents(turns),
        "flags": flags,
        "signals": packet_flags.signals(memory),
        "company_aware_at": packet_flags.company_aware_at(memory, need.summary.get("company_aware_at")),
        "slots": slots(memory.facts, unsafe),
        "summary": need.summary,
        "open_question": (memory.interrupted or {}).get("expecting") or memory.expecting,
        "done": list(memory.done),
        "still_open": [wish["text"] for wish in memory.later],
        "said": _said(turns, unsafe),
        "promised": [],
        "permissions": permissions(talk),
        "failures": [turn["failure"] for turn in turns if turn["failure"]],
        "notes": notes_of(need.summary),
        "expert_notes": [],
    }


def _routed(talk: Conversation, need: Need, at: datetime) -> dict[str, Any]:
    """Where the case goes, and how long it is kept."""
    urgency, able = priority(need.kind, need.reason), skill(need.kind, need.reason)
    routing: dict[str, Any] = {"priority": urgency, "skill": able}
    routing |= {"level": LEVEL, "language": talk.language, "queued_at": at.isoformat()}
    flagged = bool(packet_flags.flags(talk.memory))
    return {
        "routing": routing | {"ewt": None, "attempts": 0},
        "transcript_ref": f"conversation:{talk.id}",
        # What was disclosed lives in the case and is deleted with it, never in the customer's profile.
        "retention_class": "delicate_case" if flagged else "case",
    }


def _disclosure(talk: Conversation, turns: Sequence[RowMapping]) -> dict[str, Any]:
    """What the caller was told about us; that a machine speaks is said before anything else."""
    asked = [turn for turn in turns if turn["intent"] == "privacy_notice" and turn.get("at")]
    return {
        "ai": list(talk.memory.disclosed),
        "ai_at": talk.started_at.isoformat() if talk.memory.disclosed else None,
        "privacy_at": asked[0]["at"].isoformat() if asked else None,
        "recording_consent_at": None,
    }


def _guessed(case: Situation, language: str) -> dict[str, Any]:
    """What is our guess or our suggestion, apart from what the caller said."""
    code = probable_need(case)
    text = code and worded(language)(f"codes.needs.{code}")
    return {
        "probable_need": {"code": code, "text": text, "hypothesis": True} if code else None,
        "next_steps": next_steps(case),
    }


def _situation(
    content: dict[str, Any], memory: Memory, orders: Sequence[OrderFacts], at: datetime
) -> Situation:
    flag = packet_flags.pressing(content["flags"]) or {}
    return Situation(
        reason=content["reason"],
        today=at.date(),
        wish=content["summary"].get("wish") or memory.wish,
        flag=flag.get("code"),
        level=flag.get("level"),
        signals=[signal["what"] for signal in content["signals"]],
        orders=orders,
    )


def _caller(conversation: Conversation) -> dict[str, Any]:
    facts = conversation.memory.facts
    # Only where a member of staff has found out who it is.
    found_out = {"verified_by": by} if (by := facts.get("auth_level", {}).get("by")) else {}
    return {
        "number": conversation.caller,
        "name_as_heard": facts.get("name", {}).get("value"),
        "auth_level": _auth_level(facts),
        "recognised_customers": list(conversation.memory.caller_customers or []),
        **found_out,
    }


def _auth_level(facts: dict[str, dict[str, Any]]) -> str:
    """The dialogue names an order or a customer as verified once the caller has proven it."""
    proven = any(facts.get(name, {}).get("value") for name in ("verified_order", "verified_customer"))
    return str(facts.get("auth_level", {}).get("value") or "A1") if proven else "A0"


def _said(turns: Sequence[RowMapping], until: int | None) -> list[dict[str, Any]]:
    """What we said last, as far as nobody's safety is in it."""
    answered = [turn for turn in turns if turn.get("said") and (until is None or turn["number"] <= until)]
    return [{"turn": turn["number"], "words": turn["said"]} for turn in answered[-SAID:]]
