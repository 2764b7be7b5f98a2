"""How well an intent is told from the others, by the newest comparison of two versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from bot.store.database import table_of
from bot.store.model_tables import ComparisonRow
from bot.tuning.versions import Versions

COMPARISONS = table_of(ComparisonRow)


@dataclass(frozen=True)
class Mistake:
    """Test sentences of `meant` taken for `understood`, `times` of them."""

    language: str
    meant: str
    understood: str
    times: int


@dataclass(frozen=True)
class ExamOfAll:
    """What version `version` made of the test sentences; `right` and `of` by intent and language."""

    comparison_id: int
    version: int
    at: datetime
    right: dict[str, dict[str, int]]
    of: dict[str, dict[str, int]]
    mistakes: tuple[Mistake, ...]

    def accuracy(self, intent: str) -> float | None:
        """In both languages, from 0 to 1; None where it was not asked."""
        of = sum(self.of.get(intent, {}).values())
        return sum(self.right.get(intent, {}).values()) / of if of else None

    def taken_for(self, intent: str) -> list[Mistake]:
        """Its sentences that were understood as something else, the most frequent first."""
        return [one for one in self.mistakes if one.meant == intent]

    def mistaken_for(self, intent: str) -> list[Mistake]:
        """Sentences of others that were understood as this one."""
        return [one for one in self.mistakes if one.understood == intent]


class IntentExam:
    """Read from the comparisons; it asks no model itself."""

    def __init__(self, engine: Engine, versions: Versions) -> None:
        self._engine = engine
        self._versions = versions

    def newest(self) -> ExamOfAll | None:
        """Of the version that is live, where the newest comparison knows it; None before the first one."""
        newest = select(COMPARISONS).order_by(COMPARISONS.c.id.desc()).limit(1)
        with self._engine.connect() as db:
            row = db.execute(newest).mappings().first()
        if row is None or "mistaken" not in row["result"]:
            return None
        serving = self._versions.now()
        promoted = serving is not None and serving.live.id == row["candidate_id"]
        version = row["candidate_id"] if promoted else row["live_id"]
        return _exam(row["result"], "candidate" if promoted else "live", (row["id"], version, row["at"]))


def _exam(result: dict[str, Any], side: str, which: tuple[int, int, datetime]) -> ExamOfAll:
    right: dict[str, dict[str, int]] = {}
    of: dict[str, dict[str, int]] = {}
    mistakes = []
    for language, meant, understood, times in result["mistaken"].get(side, ()):
        for counts, more in ((of, times), (right, times if meant == understood else 0)):
            known = counts.setdefault(meant, {})
            known[language] = known.get(language, 0) + more
        if meant != understood:
            mistakes.append(Mistake(language, meant, understood, times))
    mistakes.sort(key=lambda one: (-one.times, one.meant, one.understood))
    return ExamOfAll(*which, right, of, tuple(mistakes))
