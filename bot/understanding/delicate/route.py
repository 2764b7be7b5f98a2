"""What flags mean for who answers."""

from collections.abc import Sequence
from typing import Literal

from bot.understanding.delicate.flags import Flag

Route = Literal["bot", "clarify", "human"]
# Irritation is answered more shortly, and first only by a word on how to reach a person.
EASED = frozenset({"anger"})


def flagged_route(flags: Sequence[Flag], otherwise: Route) -> Route:
    """A person for what was said outright, an open question for a hint; requests change nothing."""
    levels = {flag.level for flag in flags if not (flag.level == "hint" and flag.code in EASED)}
    if levels & {"clear", "acute"}:
        return "human"
    return "clarify" if "hint" in levels and otherwise != "human" else otherwise
