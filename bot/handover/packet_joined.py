"""One packet for all conversations about a case: a call back adds to what was said, it replaces nothing."""

from collections.abc import Mapping
from typing import Any

from bot.handover.caller_words import CONTACT

Packet = Mapping[str, Any]
# Said turn by turn; of another conversation than the case's own with its id, as turns count anew there.
BY_TURN = ("quotes", "intents", "said")
WORDS = ("quotes", "said")
CONVERSATION = "conversation"
# The case's own conversation is where it began.
OF_THE_CASE = ("conversation_id", "transcript_ref")


def joined(before: Packet, fresh: Packet) -> dict[str, Any]:
    """The fresh packet of whichever conversation, with what the others had added."""
    content = {**fresh, **{name: _by_turn(before, fresh, name) for name in BY_TURN}}
    for name in ("done", "failures"):
        content[name] = _all(before, fresh, name)
    content["disclosure"] = _disclosure(before.get("disclosure", {}), fresh["disclosure"])
    return content | (_of_visit(before, fresh) if _is_visit(before, fresh) else {})


def _is_visit(before: Packet, fresh: Packet) -> bool:
    return bool(fresh["conversation_id"] != before["conversation_id"])


def _by_turn(before: Packet, fresh: Packet, name: str) -> list[dict[str, Any]]:
    mark = {CONVERSATION: fresh["conversation_id"]} if _is_visit(before, fresh) else {}
    others = [one for one in before.get(name, []) if one.get(CONVERSATION) != mark.get(CONVERSATION)]
    return others + [{**one, **mark} for one in fresh[name]]


def _of_visit(before: Packet, fresh: Packet) -> dict[str, Any]:
    """What a call of a few words must not wipe out."""
    kept = {name: before[name] for name in OF_THE_CASE}
    kept |= {name: fresh[name] or before.get(name) for name in ("stated_request", "open_question")}
    kept["still_open"] = _all(before, fresh, "still_open")
    kept["caller"] = {**fresh["caller"], "number": before["caller"]["number"] or fresh["caller"]["number"]}
    return kept | (_protected(before, fresh) if before["permissions"]["safe_contact"] else {})


def _protected(before: Packet, fresh: Packet) -> dict[str, Any]:
    """Nothing said in a later call by somebody in danger; how to reach them least of all."""
    named = [slot for slot in fresh["slots"] if slot["name"] not in CONTACT]
    known = [slot for slot in before["slots"] if slot["name"] in CONTACT]
    return {"slots": [*known, *named], **{name: before.get(name, []) for name in WORDS}}


def _all(before: Packet, fresh: Packet, name: str) -> list[Any]:
    return [*(one for one in before.get(name, []) if one not in fresh[name]), *fresh[name]]


def _disclosure(before: Packet, fresh: Packet) -> dict[str, Any]:
    """The first time each was said."""
    told = {name: before.get(name) or value for name, value in fresh.items()}
    return told | {"ai": list(dict.fromkeys([*before.get("ai", []), *fresh["ai"]]))}
