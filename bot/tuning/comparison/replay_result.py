"""What callers said lately, understood once more by both versions; nothing is done about it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.tuning.comparison.asked import Answer, Both
from bot.tuning.comparison.fate import change
from bot.tuning.comparison.tally import Tally, tallied

ROUTES = ("bot", "clarify", "human")


def replay_result(
    there: int, found: Sequence[Both], span: tuple[datetime, datetime] | None
) -> dict[str, Any]:
    """Shares by route, how many would change and how; `there`: turns there were to replay.

    "understood" is a Tally of whether it was understood at all; "labelled" one of those that somebody told
    the meaning of.
    """
    moves = Counter((both.before.route, both.after.route) for both in found if change(both))
    known = [both for both in found if both.asked.expected is not None]
    return {
        "there": there,
        "of": len(found),
        "changed": sum(moves.values()),
        "routes": {"live": _routes(found, "before"), "candidate": _routes(found, "after")},
        "moves": [[*move, times] for move, times in moves.most_common()],
        "understood": _understood(found).to_json(),
        "labelled": tallied(known).to_json(),
        "since": span[0].isoformat() if span else None,
        "until": span[1].isoformat() if span else None,
    }


def _routes(found: Sequence[Both], which: str) -> dict[str, int]:
    counts = Counter(getattr(both, which).route for both in found)
    return {route: counts[route] for route in ROUTES}


def _understood(found: Sequence[Both]) -> Tally:
    tally = Tally()
    for both in found:
        tally.add(_is_understood(both.before), _is_understood(both.after))
    return tally


def _is_understood(answer: Answer) -> bool:
    return answer.route != "clarify"
