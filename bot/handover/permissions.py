"""How the caller may be reached: only as agreed, and in no way that could put them in danger."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.state import Conversation
from bot.handover.caller_words import unsafe_since

Allowed = Mapping[str, Any]
# No contact but the one the caller sets; `callback` is that one, once it is set.
NO_CONTACT: Allowed = {"contact": "none", "callback": None}
SET_BY_CALLER = "only_as_set"


def permissions(talk: Conversation) -> dict[str, Any]:
    """As the conversation stands; `safe_contact` is None for whoever may be reached as usual."""
    unsafe = unsafe_since(talk) is not None
    return {
        "callback": None,
        "sms": talk.channel == "sms" and not unsafe,
        "email": False,
        "voicemail": False if unsafe else None,
        "recording": False,
        "safe_contact": dict(NO_CONTACT) if unsafe else None,
    }


def kept(before: Allowed, now: Allowed) -> dict[str, Any]:
    """What was agreed stays agreed, until the caller turns out to be in danger."""
    if not now["safe_contact"] and not before["safe_contact"]:
        return {**now, **before}
    safe = before["safe_contact"] or now["safe_contact"]
    return {**now, "callback": None, "sms": False, "voicemail": False, "email": False, "safe_contact": safe}


def with_callback(allowed: Allowed, phone: str | None, start: str, end: str) -> dict[str, Any]:
    """A call back was agreed; an unsafe caller's number and time stand in `safe_contact` and nowhere else."""
    if allowed["safe_contact"] is None:
        return {**allowed, "callback": phone}
    callback = {"phone": phone, "from": start, "until": end}
    return {**allowed, "safe_contact": {"contact": SET_BY_CALLER, "callback": callback}}
