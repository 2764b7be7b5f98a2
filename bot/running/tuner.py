"""`hotline tuner`: does what is asked for at the console, one thing at a time, behind everything else."""

import fcntl
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from bot.running import leftovers
from bot.running.candidate_finish import CandidateFinish
from bot.running.console import Console
from bot.running.launch import ROOT, Launch
from bot.running.model_files import ModelFiles
from bot.running.surroundings import surroundings
from bot.running.tuner_child import MARK, ONE_THREAD, TunerChild, be_nice, job_command, mark_of
from bot.running.tuner_job import BROKE, RESULT
from bot.store.database import make_engine
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import INTERRUPTED, TRAIN, Jobs
from bot.tuning.versions import Versions

# How soon something asked for is begun, and something cancelled is ended.
LOOK_S = 1.0


@dataclass(frozen=True)
class Parts:
    """What the tuner works with; `command` is how a job's process is started."""

    jobs: Jobs
    folders: JobFolders
    finish: CandidateFinish
    files: ModelFiles
    environ: Mapping[str, str]
    say: Callable[[str], None]
    command: Callable[[int], Sequence[str]] = job_command

    @property
    def runner(self) -> str:
        """Who we are among the tuners of one database."""
        return f"{socket.gethostname()}:{self.folders.data_dir.resolve()}"[-200:]


class Tuner:
    """Runs until `stopping` is set; a job that is under way then is interrupted, and says so."""

    def __init__(self, parts: Parts, stopping: threading.Event) -> None:
        self._parts = parts
        self._stopping = stopping

    def run(self) -> None:
        """Wait for jobs and do them."""
        with self._alone() as ours:
            if not ours:
                return
            self._put_right()
            while not self._stopping.is_set():
                if not self.once():
                    self._stopping.wait(LOOK_S)

    def once(self) -> bool:
        """Do one job, if there is one."""
        job = self._parts.jobs.take(self._parts.runner)
        if job is None:
            return False
        self._parts.say(f"{job['kind']} {job['id']} begun")
        try:
            self._do(dict(job))
        finally:
            self._parts.folders.clear()
        self._parts.files.tidy()
        self._parts.say(f"{job['kind']} {job['id']} {self._parts.jobs.one(job['id'])['status']}")
        return True

    def _do(self, job: Mapping[str, Any]) -> None:
        parts = self._parts
        environ = {**parts.environ, **ONE_THREAD, MARK: str(parts.folders.data_dir.resolve())}
        environ["TMPDIR"] = str(parts.folders.of(job["id"]) / "tmp")
        Path(environ["TMPDIR"]).mkdir(parents=True, exist_ok=True)
        child = TunerChild(
            parts.command(job["id"]), parts.folders.root, parts.folders.log(job["id"]), environ
        )
        try:
            while not child.ended(LOOK_S):
                if self._stopping.is_set() or not self._goes_on(job):
                    break
        finally:
            child.end()
        self._settle(job)

    def _goes_on(self, job: Mapping[str, Any]) -> bool:
        try:
            return self._parts.jobs.alive(job["id"])
        except OperationalError:
            # The database is away for a moment: no reason to throw a training away.
            return True

    def _settle(self, job: Mapping[str, Any]) -> None:
        """What came of it, in the row."""
        jobs, outcome = self._parts.jobs, self._outcome(job)
        cancelled = jobs.one(job["id"])["cancel_asked"]
        if cancelled or "result" not in outcome:
            # Before the row says that it is over: nothing half-made is there from then on.
            self._parts.folders.clear()
        if cancelled:
            jobs.cancelled(job["id"])
        elif "result" not in outcome:
            jobs.failed(job["id"], outcome.get("fault", BROKE))
        elif job["kind"] == TRAIN:
            self._parts.finish.finish(job, outcome["result"])
        else:
            jobs.done(job["id"], outcome["result"])

    def _outcome(self, job: Mapping[str, Any]) -> dict[str, Any]:
        file = self._parts.folders.of(job["id"]) / RESULT
        if file.exists():
            read: dict[str, Any] = json.loads(file.read_text("utf-8"))
            return read
        return {"fault": INTERRUPTED} if self._stopping.is_set() else {}

    def _put_right(self) -> None:
        """What a tuner before us that was killed has left behind."""
        parts = self._parts
        leftovers.end(leftovers.carrying(mark_of(parts.folders.data_dir)))
        parts.folders.clear()
        for job in parts.jobs.lost(parts.runner):
            parts.finish.make_up(dict(job))
        parts.jobs.bury_lost(parts.runner)
        parts.files.tidy()

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether we are the only tuner of this data folder; waits until we are, or are to stop."""
        file = self._parts.folders.data_dir / "tuner.lock"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w") as lock:
            while not self._stopping.is_set():
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    self._stopping.wait(LOOK_S)
                else:
                    yield True
                    return
            yield False


def build(launch: Launch, say: Callable[[str], None]) -> Parts:
    """The tuner of this checkout and this database."""
    settings = launch.settings
    engine, clock = make_engine(settings.database_url), settings.clock()
    jobs, versions = Jobs(engine, clock), Versions(engine, clock)
    folders = JobFolders(ROOT, settings.data_dir)
    files = ModelFiles(ROOT / "models", settings.data_dir, versions, engine)
    finish = CandidateFinish(ROOT / "models", folders.staged, versions, jobs)
    return Parts(jobs, folders, finish, files, {**launch.environ, "PYTHONPATH": str(ROOT)}, say)


@click.command()
def tuner() -> None:
    """Train and compare in the background what the console asks for; `hotline run` starts it by itself."""
    be_nice()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    launch = surroundings(os.environ)
    Tuner(build(launch, Console(sys.stdout).say), stopping).run()


if __name__ == "__main__":
    tuner()
