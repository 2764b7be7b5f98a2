"""What a case can put into a reply's wording, and the marks where it cannot. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.desk.reply_templates import OWN_WORDS_ONLY, ReplyTemplate
from bot.phrases.values import for_eye

Packet = Mapping[str, Any]
# How a place to be filled in looks: "[bis wann …]". No message leaves with one in it.
MARK = re.compile(r"\[[^\[\]\n]*…\]")
DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")
# An order somebody only named is theirs to name; what the shop knows of it is for who has proven it.
PROVEN, NAMED = "verified", "named"
DATES = {"eta": "eta", "deadline": "withdrawal_until", "refund_until": "refund_until"}


def facts_of(packet: Packet, language: str) -> dict[str, str]:
    """The values of this case, worded for a text message; what is not known is not in it."""
    known: dict[str, Any] = {"case": packet.get("case_id")}
    known["name"] = (packet.get("caller") or {}).get("name_as_heard")
    order = _order(packet.get("orders") or ())
    if order is not None:
        known["order_number"] = order["order_number"]
        if order.get("known_by") == PROVEN:
            known |= {name: _day(order.get(field), language) for name, field in DATES.items()}
    else:
        known["order_number"] = _named_number(packet)
    return {name: str(value) for name, value in known.items() if value}


def filled(
    template: ReplyTemplate, language: str, known: Mapping[str, str], marked: Callable[[str], str]
) -> str:
    """The wording with all that is known; `marked(name)` stands where something has to be filled in."""
    values = {name: known.get(name) or f"[{marked(name)} …]" for name in template.variables()}
    # A company or a day may bring a full stop of its own.
    return DOUBLE_STOP.sub(".", template.filled(language, values))


def marks_in(text: str) -> list[str]:
    """The places that are still to be filled in."""
    return MARK.findall(text)


def open_flags(packet: Packet) -> frozenset[str]:
    """The situations that decide how somebody is written to."""
    return frozenset(flag["code"] for flag in packet.get("flags") or () if _counts(flag))


def _counts(flag: Mapping[str, Any]) -> bool:
    """A mere hint does not, unless somebody may be in danger."""
    level = flag.get("level")
    return level not in ("request", "hint") or (
        level == "hint" and flag["code"] in OWN_WORDS_ONLY and not flag.get("settled")
    )


def _order(orders: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Theirs if proven, else the one they named; never one we only guess from their number."""
    for how in (PROVEN, NAMED):
        found = [order for order in orders if order.get("known_by") == how]
        if found:
            return found[0]
    return None


def _named_number(packet: Packet) -> Any:
    slots = packet.get("slots") or ()
    return next((slot["value"] for slot in slots if slot["name"] == "order_number"), None)


def _day(value: Any, language: str) -> str | None:
    return for_eye(f"[[date:{value}]]", language).rstrip(".") if value else None
