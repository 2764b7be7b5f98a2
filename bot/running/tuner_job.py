"""One job of the tuner, in a process of its own: does it, and writes down what came of it.

It ends with whoever started it: standard input is a pipe that closes when the tuner dies, in whatever way.
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.errors import BackendError, DeskError, HotlineError, TuningInvalid
from bot.running.errors import TrainingFailed
from bot.running.interruption import interruptible
from bot.running.launch import ROOT, Launch
from bot.running.surroundings import surroundings
from bot.store.database import make_engine
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import Jobs

Work = Callable[[Launch, Mapping[str, Any], Callable[[Mapping[str, Any]], None]], dict[str, Any]]
WORK = {
    "train": "bot.running.candidate_training:train",
    "compare": "bot.running.candidate_comparison:compare",
}
RESULT = "result.json"
BROKE = "broke"


def main() -> None:
    """The job whose number is this process's argument."""
    follow(sys.stdin.fileno())
    with interruptible(), contextlib.suppress(KeyboardInterrupt):
        do(surroundings(os.environ), int(sys.argv[1]))


def follow(pipe: int) -> None:
    """When the other end of the pipe is closed, end this process and all it started."""

    def wait() -> None:
        # Nobody ever writes; and no buffer, whose lock this thread would hold while Python shuts down.
        os.read(pipe, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


def do(launch: Launch, job_id: int, work: Mapping[str, str] = WORK) -> None:
    """Leaves {"result": …} or {"fault": code} behind; raises KeyboardInterrupt when it was told to stop."""
    engine = make_engine(launch.settings.database_url)
    jobs = Jobs(engine, launch.settings.clock())
    job = dict(jobs.one(job_id))
    folder = JobFolders(ROOT, launch.settings.data_dir).of(job_id)
    outcome: dict[str, Any]
    try:
        outcome = {"result": _function(work[job["kind"]])(launch, job, Progress(jobs, job_id))}
    except Exception as error:
        # For those who read the log; the page shows the code.
        traceback.print_exc()
        outcome = {"fault": fault_of(error)}
    finally:
        engine.dispose()
    _write(folder / RESULT, outcome)


class Progress:
    """Tells the row how far the job is, and the log which stage it has come to."""

    def __init__(self, jobs: Jobs, job_id: int) -> None:
        self._jobs = jobs
        self._job_id = job_id
        self._stage = ""

    def __call__(self, progress: Mapping[str, Any]) -> None:
        """{"stage": code, "done": n, "of": n}."""
        if progress["stage"] != self._stage:
            self._stage = progress["stage"]
            print(f"--- {self._stage}", flush=True)  # noqa: T201 - this process's output is its log
        self._jobs.tell(self._job_id, progress)


def fault_of(error: Exception) -> str:
    """A code for the words."""
    if isinstance(error, DeskError):
        return error.code
    if isinstance(error, TrainingFailed):
        return "training_failed"
    if isinstance(error, TuningInvalid):
        return "data_invalid"
    if isinstance(error, BackendError | HotlineError):
        return "not_started"
    return "disk_full" if isinstance(error, OSError) and error.errno == 28 else BROKE


def _function(where: str) -> Work:
    module, _, name = where.partition(":")
    function: Work = getattr(importlib.import_module(module), name)
    return function


def _write(file: Path, outcome: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(outcome), "utf-8")
    draft.replace(file)


if __name__ == "__main__":
    main()
