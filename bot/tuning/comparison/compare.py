"""One comparison from beginning to end: asks, counts, judges, writes; nothing is written before the end.

The result, as the table keeps it (Tally: of, right and asked_back [before, after], lost, gained, p):

    exam          Tally, "languages": {language: Tally}, "intents": {intent: {language: Tally}}
    confusions    the same of the hard sentences
    mistaken      {"live" | "candidate": [[language, meant, understood, times]]}, right ones among them
    delicate      "same": one gate for both; "flags": {flag: {language: Tally}}, "alike": {language: Tally}
    identifiers   Tally, "kinds": {kind of value: Tally}
    replay        there, of, changed, routes, moves, understood (Tally), labelled (Tally), since, until
    latency       of, median_ms [before, after], p95_ms [before, after], ratio
    files         {"rasa" | "gate": [bytes before, bytes after]}
    loading_s     until the candidate could be asked
    calls         whole calls: ran, of, failed (names), seconds, all; or why they were not played
    took_s        {stage: seconds}
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.clock import Clock
from bot.tuning.comparison import exam as exams
from bot.tuning.comparison.ask import AskBoth
from bot.tuning.comparison.asked import Asked, Both
from bot.tuning.comparison.changed import changed_flags, changed_sentences
from bot.tuning.comparison.delicate_result import SAME, Looked, delicate_result
from bot.tuning.comparison.exam_result import exam_result, mistaken
from bot.tuning.comparison.figures import size_result
from bot.tuning.comparison.identifier_result import identifier_result
from bot.tuning.comparison.replay import replay
from bot.tuning.comparison.replay_result import replay_result
from bot.tuning.comparison.rows import write
from bot.tuning.promotion_limits import Limits
from bot.tuning.promotion_rules import reasons
from bot.tuning.versions import Version

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Parts:
    """What a comparison runs on. `plain` asks without the gates, `flagged` with them.

    `delicate` is what both gates raised in the exam (nothing where they are the same), `latency` the times of
    sentences, `calls` what whole calls on the candidate came to.
    """

    engine: Engine
    clock: Clock
    root: Path
    limits: Limits
    plain: AskBoth
    flagged: AskBoth
    delicate: Callable[[], list[Looked]]
    latency: Callable[[list[Asked]], dict[str, Any]]
    calls: Callable[[], dict[str, Any]]
    loading_s: float


@dataclass
class Comparing:
    """One under way: `tell` hears {"stage", "done", "of"}."""

    candidate: Version
    live: Version
    parts: Parts
    tell: Tell
    _stage: str = ""
    _began: float = 0.0
    _took: dict[str, float] = field(default_factory=dict)

    def run(self, job_id: int | None) -> int:
        """The comparison's id; raises DialogueUnavailable, TuningInvalid."""
        parts = self.parts
        asked = [*exams.exam(parts.root), *exams.confusions(parts.root), *exams.identifiers(parts.root)]
        known = self._asking("exam", parts.plain, asked)
        delicate: list[Looked] = self._timed("delicate", parts.delicate)
        turns = replay(parts.engine, parts.limits.replay_turns)
        replayed = self._asking("replay", parts.flagged, turns.asked)
        result = _of_exams(known)
        result["delicate"] = delicate_result(delicate) if delicate else SAME
        result["replay"] = replay_result(turns.there, replayed, turns.span)
        result["latency"] = self._timed("latency", lambda: parts.latency(asked))
        result["calls"] = self._timed("calls", parts.calls)
        result |= {"files": self._sizes(), "loading_s": parts.loading_s, "took_s": self._ended()}
        changed = [*changed_sentences([*known, *replayed]), *changed_flags(delicate)]
        with parts.engine.begin() as db:
            return write(db, self._values(result, job_id), changed, replayed)

    def _values(self, result: dict[str, Any], job_id: int | None) -> dict[str, Any]:
        """The comparison's row."""
        return {
            "candidate_id": self.candidate.id,
            "live_id": self.live.id,
            "at": self.parts.clock.now(),
            "job_id": job_id,
            "result": result,
            "reasons": reasons(result, self.parts.limits),
        }

    def _asking(self, stage: str, ask: AskBoth, asked: list[Asked]) -> list[Both]:
        found: list[Both] = self._timed(stage, lambda: ask.all(asked, self._told))
        return found

    def _sizes(self) -> dict[str, list[int]]:
        models, both = self.parts.root / "models", (self.live, self.candidate)
        rasa_before, rasa_after = (models / f"{version.rasa_model}.tar.gz" for version in both)
        gate_before, gate_after = (models / f"{version.gate_model}.npz" for version in both)
        return size_result([("rasa", rasa_before, rasa_after), ("gate", gate_before, gate_after)])

    def _timed(self, stage: str, do: Callable[[], Any]) -> Any:
        self._ended()
        self._stage, self._began = stage, time.monotonic()
        self._told(0, 0)
        return do()

    def _ended(self) -> dict[str, float]:
        """How long each stage took that is over."""
        if self._stage:
            self._took[self._stage] = round(time.monotonic() - self._began, 1)
        return self._took

    def _told(self, done: int, of: int) -> None:
        self.tell({"stage": self._stage, "done": done, "of": of})


def _of_exams(known: list[Both]) -> dict[str, Any]:
    by_source = {
        source: [both for both in known if both.asked.source == source]
        for source in ("exam", "confusions", "values")
    }
    return {
        "exam": exam_result(by_source["exam"]),
        "confusions": exam_result(by_source["confusions"]),
        "mistaken": mistaken([*by_source["exam"], *by_source["confusions"]]),
        "identifiers": identifier_result(by_source["values"]),
    }
