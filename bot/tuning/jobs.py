"""Work in the background as rows: asked for by people, done one at a time by the tuner, ended by a flag."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, Update, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.errors import NotPossible, NotThere, TooLate
from bot.store.database import table_of
from bot.store.model_tables import TuningJobRow

JOBS = table_of(TuningJobRow)
TRAIN, COMPARE = "train", "compare"
QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)
INTERRUPTED = "interrupted"
# A running job not renewed for so long has lost whoever did it.
LOST_AFTER = timedelta(minutes=1)


class Jobs:
    """queued -> running -> done | failed | cancelled; every step is one conditional update."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    # --- for people ---

    def ask(self, kind: str, person_id: str | None, version_id: int | None = None, **asked: Any) -> int:
        """The new job's id; raises NotPossible("train_runs" or "compare_runs") while there is one like it.

        One training at a time; one comparison at a time of each version.
        """
        self.bury_lost()
        values: dict[str, Any] = {
            "kind": kind,
            "asked_by": person_id,
            "version_id": version_id,
            "asked": asked,
        }
        values |= {"open_as": kind if version_id is None else f"{kind}:{version_id}"}
        values |= {"status": QUEUED, "created_at": self._clock.now(), "progress": {}, "result": {}}
        try:
            with self._engine.begin() as db:
                return int(db.execute(insert(JOBS).values(**values)).inserted_primary_key[0])  # type: ignore[index]
        except IntegrityError as error:
            raise NotPossible(f"{kind}_runs") from error

    def cancel(self, job_id: int, person_id: str) -> None:
        """At once if nobody has begun it, else by whoever does it; raises NotThere or TooLate("job_over")."""
        by = {"asked": {**self.one(job_id)["asked"], "cancelled_by": person_id}}
        if self._ended(job_id, CANCELLED, (QUEUED,), **by):
            return
        running = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == RUNNING)
        if not self._changed(running.values(cancel_asked=True, **by)):
            raise TooLate("job_over")

    def one(self, job_id: int) -> RowMapping:
        """A job; raises NotThere."""
        with self._engine.connect() as db:
            found = db.execute(select(JOBS).where(JOBS.c.id == job_id)).mappings().one_or_none()
        if found is None:
            raise NotThere("job")
        return found

    def latest(self, last: int = 20, kind: str | None = None) -> list[RowMapping]:
        """The newest, newest first."""
        newest = select(JOBS).order_by(JOBS.c.id.desc()).limit(last)
        if kind is not None:
            newest = newest.where(JOBS.c.kind == kind)
        with self._engine.connect() as db:
            return list(db.execute(newest).mappings())

    def open(self) -> list[RowMapping]:
        """Queued and running ones, in the order in which they are done."""
        waiting = select(JOBS).where(JOBS.c.status.in_(OPEN)).order_by(JOBS.c.id)
        with self._engine.connect() as db:
            return list(db.execute(waiting).mappings())

    # --- for the tuner ---

    def take(self, runner: str) -> RowMapping | None:
        """The oldest queued job, from now on this runner's; None if there is none."""
        oldest = select(JOBS.c.id).where(JOBS.c.status == QUEUED).order_by(JOBS.c.id).limit(1)
        with self._engine.connect() as db:
            job_id = db.execute(oldest).scalar_one_or_none()
        if job_id is None:
            return None
        now = self._clock.now()
        begun = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == QUEUED)
        values = {"status": RUNNING, "runner": runner, "started_at": now, "alive_at": now}
        # Another tuner may just have taken it, or somebody cancelled it: nothing this time.
        return self.one(job_id) if self._changed(begun.values(**values)) else None

    def alive(self, job_id: int) -> bool:
        """Say that somebody still does it; whether it is to go on."""
        goes_on = update(JOBS).where(
            JOBS.c.id == job_id, JOBS.c.status == RUNNING, JOBS.c.cancel_asked.is_(False)
        )
        return self._changed(goes_on.values(alive_at=self._clock.now()))

    def tell(self, job_id: int, progress: Mapping[str, Any]) -> None:
        """How far it is: {"stage": code, "done": n, "of": n}."""
        running = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == RUNNING)
        self._changed(running.values(progress=dict(progress), alive_at=self._clock.now()))

    def done(self, job_id: int, result: Mapping[str, Any], version_id: int | None = None) -> None:
        """It came to its end; `version_id` is what a training made."""
        made = {} if version_id is None else {"version_id": version_id}
        self._ended(job_id, DONE, (RUNNING,), result=dict(result), **made)

    def failed(self, job_id: int, fault: str, **result: Any) -> None:
        """It did not; `fault` is a code."""
        self._ended(job_id, FAILED, (RUNNING,), fault=fault, result=result)

    def cancelled(self, job_id: int) -> None:
        """It was ended because somebody asked for that."""
        self._ended(job_id, CANCELLED, (RUNNING,))

    def lost(self, runner: str | None = None) -> list[RowMapping]:
        """Running jobs nobody does: not renewed for a minute, or this runner's, who has just begun anew."""
        silent = JOBS.c.alive_at < self._clock.now() - LOST_AFTER
        condition = silent if runner is None else or_(silent, JOBS.c.runner == runner)
        lost = select(JOBS).where(JOBS.c.status == RUNNING, condition)
        with self._engine.connect() as db:
            return list(db.execute(lost).mappings())

    def bury_lost(self, runner: str | None = None) -> None:
        """What nobody does any more has failed, or was cancelled if that was asked for."""
        for job in self.lost(runner):
            if job["cancel_asked"]:
                self.cancelled(job["id"])
            else:
                self.failed(job["id"], INTERRUPTED)

    def _ended(self, job_id: int, status: str, before: tuple[str, ...], **values: Any) -> bool:
        ending = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status.in_(before))
        return self._changed(ending.values(status=status, ended_at=self._clock.now(), open_as=None, **values))

    def _changed(self, change: Update) -> bool:
        with self._engine.begin() as db:
            return db.execute(change).rowcount == 1
