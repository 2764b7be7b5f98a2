"""Whole calls and SMS threads as data, read from the files beside this one.

A scenario is a YAML mapping:
  name, channel (voice|sms), caller ("owner" of the order, "withheld", a number; else a stranger),
  order (what the demo order is like, see wants.WANTS; its owner, when he calls, has no other),
  other (a second order; of the same customer when the owner calls), steps and expect.
A step is one of
  say / press / silent / text (with media: how many pictures) / hang_up / rest (hours pass in a thread),
  or nothing for the greeting; with during: the words of the prompt the caller breaks in on,
  hears: fragments (any case) that must be in the answer, and not: fragments that must not.
Placeholders {number} {digits} {spelled} {spoken} {misheard} {heard} {grouped} {postcode} … stand for the
order's values, {code} {code_spoken} {wrong_code} for the code last sent, {slot_day} for a day the
forwarding agent comes, {other_number} … for the second order's.
expect is what must be true afterwards; grading.py says what it may hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent


@dataclass
class Scenario:
    """One scenario as read."""

    file: str
    name: str
    language: str
    channel: str
    steps: list[dict[str, Any]]
    expect: dict[str, Any] = field(default_factory=dict)
    order: dict[str, Any] | None = None
    other: dict[str, Any] | None = None
    caller: str | None = None

    @property
    def changes_order(self) -> bool:
        """Whether its order will be another one afterwards, or shut."""
        expect = self.expect
        own = {
            "order",
            "mails",
            "goes_to",
            "slot",
            "account",
            "codes",
            "told",
            "claims",
            "links",
            "changes",
            "ended",
            "reports",
            "traces",
            "changed",
            "placed",
        }
        # Wrong combinations count against an order for the rest of the day.
        tried = any("{wrong_postcode}" in str(step) for step in self.steps)
        return bool(own & expect.keys() or expect.get("withdrawals") or tried)

    @property
    def id(self) -> str:
        """For the test's name."""
        return f"{self.language}/{self.file}: {self.name}"


def scenarios() -> Iterator[Scenario]:
    """All scenarios of both languages."""
    for path in sorted(FOLDER.glob("??/*.yml")):
        for entry in YAML(typ="safe").load(path.read_text("utf-8")):
            yield Scenario(file=path.stem, language=path.parent.name, **entry)


def listed(value: Any) -> list[str]:
    """One or several fragments as a list."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
