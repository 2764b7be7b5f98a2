"""Whether numbers, dates and names are read, and taken as the answer they are."""

from collections.abc import Sequence
from typing import Any

from bot.tuning.comparison.asked import Both
from bot.tuning.comparison.tally import Tally, tallied


def identifier_result(found: Sequence[Both]) -> dict[str, Any]:
    """{…, "kinds": {"order_number": {…}}}, each {…} a Tally."""
    kinds: dict[str, Tally] = {}
    for both in found:
        kinds.setdefault(both.asked.value_of or "", Tally()).count(both)
    by_kind = {kind: tally.to_json() for kind, tally in sorted(kinds.items())}
    return {**tallied(found).to_json(), "kinds": by_kind}
