"""Values marked in an utterance become nobody's: others are invented at once, the caller's are not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Engine, select

from bot.errors import NotPossible, NotThere
from bot.tuning.decision import Mark
from bot.tuning.label_rows import UTTERANCES
from bot.tuning.originals import Gap, Originals
from bot.tuning.stand_ins import LISTED, NUMBERS, Original, StandIns

PERSONAL = (*LISTED, *NUMBERS)
# What the hotline reads and ops may mark; docs/dialogue.md has the canonical forms.
KINDS = (
    "order_number", "postcode", "phone_number", "email", "name", "date", "time", "quantity", "amount",
    "article_number",
)  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """As labels keep them: name, start and end in the inbox's text, what to put there, how it is read.

    `text` is what the inbox shows from now on: what was marked as somebody's own had escaped the redaction.
    """

    values: list[dict[str, Any]]
    text: str | None = None


class MarkedValues:
    """For labels; a mark on a placeholder means what the caller said there."""

    def __init__(self, engine: Engine, originals: Originals, stand_ins: StandIns) -> None:
        self._engine = engine
        self._originals = originals
        self._stand_ins = stand_ins

    def of(self, utterance_id: int, marks: Sequence[Mark]) -> Marked:
        """Raises NotThere, or NotPossible for what is no value of this sentence."""
        with self._engine.connect() as db:
            row = db.execute(select(UTTERANCES).where(UTTERANCES.c.id == utterance_id)).mappings().first()
        if row is None:
            raise NotThere("utterance")
        gaps = self._originals.gaps(row)
        how = (row["language"], row["channel"] == "voice")
        return _covered(row["text"], [self._kept(mark, row["text"], gaps, how) for mark in _apart(marks)])

    def _kept(self, mark: Mark, text: str, gaps: Sequence[Gap], how: tuple[str, bool]) -> dict[str, Any]:
        if mark.name not in KINDS or not 0 <= mark.start < mark.end <= len(text):
            raise NotPossible("value")
        gap = next((one for one in gaps if one.start < mark.end and mark.start < one.end), None)
        start, end = (gap.start, gap.end) if gap else (mark.start, mark.end)
        heard = gap.original.heard if gap else text[start:end]
        value = mark.value or (gap.original.value if gap else None)
        kept = {"name": mark.name, "start": start, "end": end, "text": heard, "value": value, "own": False}
        if mark.name in PERSONAL:
            other = self._stand_ins.of(Original(mark.name, heard, value), *how)
            kept |= {"text": other.text, "value": other.value, "own": gap is None}
        elif gap:
            raise NotPossible("value")
        return kept


def _covered(text: str, values: Sequence[dict[str, Any]]) -> Marked:
    """With placeholders where something of somebody's own stood, and the values where they stand then."""
    shown, at, kept = "", 0, []
    for one in values:
        shown += text[at : one["start"]]
        words = f"[{one['name']}]" if one["own"] else text[one["start"] : one["end"]]
        place = {"start": len(shown), "end": len(shown) + len(words)}
        kept.append({**{key: one[key] for key in ("name", "text", "value")}, **place})
        shown, at = shown + words, one["end"]
    return Marked(kept, shown + text[at:])


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """In order; raises NotPossible when two overlap."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    if any(one.end > other.start for one, other in pairwise(ordered)):
        raise NotPossible("value")
    return ordered
