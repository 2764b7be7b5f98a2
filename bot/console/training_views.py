"""A job as its pages show it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.tuning.jobs import CANCELLED, DONE, FAILED, LOST_AFTER, QUEUED, RUNNING, Jobs

# In the order in which they are gone through (bot/running/candidate_training.py, bot/tuning/comparison).
STAGES = {
    "train": ("snapshot", "load", "check", "rules", "intents", "pack", "gate"),
    "compare": ("loading", "exam", "delicate", "replay", "latency", "calls"),
}
NOBODY_TAKES_AFTER = timedelta(seconds=20)
# For the badge; everything else has none.
KINDS = {"done": "good", "failed": "bad", "cancelled": "quiet", "running": "p2", "queued": "quiet"}


@dataclass(frozen=True)
class JobView:
    """`asker`: a name, None for the hotline itself; `silent`: open, but nobody seems to do it."""

    row: RowMapping
    asker: str | None
    cancelled_by: str | None
    silent: bool
    seconds: int | None

    @property
    def badge(self) -> str:
        """Of its status."""
        return KINDS.get(self.row["status"], "")

    @property
    def stages(self) -> tuple[str, ...]:
        """All there are."""
        return STAGES.get(self.row["kind"], ())

    @property
    def stage(self) -> str | None:
        """Where it is, or was when it ended."""
        stage: str | None = self.row["progress"].get("stage")
        return stage

    def passed(self, stage: str) -> bool:
        """Whether it has gone through this stage."""
        if self.row["status"] == DONE:
            return True
        return self.stage in self.stages and self.stages.index(stage) < self.stages.index(self.stage)

    @property
    def may_be_repeated(self) -> bool:
        """Whether it can be asked for once more."""
        return self.row["status"] in (FAILED, CANCELLED)


class JobViews:
    """`name_of` gives the name of a member of staff."""

    def __init__(self, jobs: Jobs, name_of: Callable[[str], str | None], clock: Clock) -> None:
        self._jobs = jobs
        self._name_of = name_of
        self._clock = clock

    def latest(self, last: int = 20) -> list[JobView]:
        """Newest first."""
        return [self.of(row) for row in self._jobs.latest(last)]

    def of(self, row: RowMapping) -> JobView:
        """One job."""
        by = row["asked"].get("cancelled_by")
        asker = self._name_of(row["asked_by"]) if row["asked_by"] else None
        return JobView(row, asker, self._name_of(by) if by else None, self._silent(row), self._seconds(row))

    def _silent(self, row: RowMapping) -> bool:
        now = self._clock.now()
        if row["status"] == RUNNING:
            return bool(row["alive_at"] < now - LOST_AFTER)
        busy = any(one["status"] == RUNNING for one in self._jobs.open())
        return bool(row["status"] == QUEUED and not busy and row["created_at"] < now - NOBODY_TAKES_AFTER)

    def _seconds(self, row: RowMapping) -> int | None:
        """How long it took."""
        began: datetime | None = row["started_at"]
        ended: datetime | None = row["ended_at"]
        return round((ended - began).total_seconds()) if began and ended else None
