"""A packet brought up to date: what is known grows, what was agreed and what people added stays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.handover.deadlines import with_promises
from bot.handover.expert_verdicts import KEY, applied
from bot.handover.packet_joined import joined
from bot.handover.permissions import kept

Packet = Mapping[str, Any]
STAYS = ("case_id", "kind", "reason", "promised", "routing")
LOOKED_UP = "looked_up"


def refreshed(before: Packet, fresh: Packet, because: str, today: date) -> dict[str, Any]:
    """The fresh packet with what must outlive it; `because` joins the reasons the caller's case has had."""
    content = {**joined(before, fresh), **{name: before[name] for name in STAYS}}
    content["reasons"] = list(dict.fromkeys([*before.get("reasons", [before["reason"]]), because]))
    content["permissions"] = kept(before["permissions"], fresh["permissions"])
    content["flags"] = [_confirmed(flag, before) for flag in fresh["flags"]]
    content["expert_notes"] = before.get("expert_notes", [])
    content[KEY] = before.get(KEY, {})
    if not fresh["orders"] and before.get("orders"):
        # The shop did not answer this time; what it said before still holds.
        found = [one for one in before["deadlines"] if one.get("how") == LOOKED_UP]
        content |= {"orders": before["orders"], "deadlines": [*fresh["deadlines"], *found]}
    return applied(content | {"deadlines": with_promises(content, today)})


def _confirmed(flag: Packet, before: Packet) -> dict[str, Any]:
    """What an expert has said about a flag is theirs to change."""
    known = {one["code"]: one.get("confirmed_by_expert") for one in before["flags"]}
    return {**flag, "confirmed_by_expert": known.get(flag["code"])}
