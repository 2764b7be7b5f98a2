"""In a workspace, as a process of its own: what the tuner's work makes of the files as they are now.

`python -m tests.tuning.tuned_here`: begins with the checkout's models as v1 where there is no version yet;
else trains a candidate, compares it, and prints {"version", "comparison", "reasons", "jobs"} of it.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from bot.running.candidate_comparison import compare
from bot.running.candidate_finish import CandidateFinish
from bot.running.candidate_training import train
from bot.running.fingerprint import fingerprint
from bot.running.launch import ROOT, Launch
from bot.running.surroundings import surroundings
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.comparison.rows import newest_of
from bot.tuning.ingredients import ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import TRAIN, Jobs
from bot.tuning.promote_gate import PromoteGate
from bot.tuning.promotion_limits import read_limits
from bot.tuning.versions import Versions
from bot.understanding.delicate.trained import model_path


def main() -> None:
    """Prints to standard output; what happens meanwhile goes to standard error."""
    launch = surroundings(os.environ)
    upgrade(launch.settings.database_url)
    engine = make_engine(launch.settings.database_url)
    versions = Versions(engine, launch.settings.clock())
    told = _candidate(launch, versions) if versions.now() else _first(versions)
    print(json.dumps(told))  # noqa: T201


def _first(versions: Versions) -> dict[str, object]:
    gate = model_path(ROOT).stem
    first = versions.add(f"hotline-{fingerprint(ROOT)}", gate, None, ingredients(ROOT))
    versions.switch("started", first)
    return {"version": first}


def _candidate(launch: Launch, versions: Versions) -> dict[str, object]:
    """By the work of both jobs, here and at once: the tuner would let everybody else go first."""
    engine = make_engine(launch.settings.database_url)
    jobs = Jobs(engine, launch.settings.clock())
    jobs.ask(TRAIN, None)
    training = _taken(jobs)
    folders = JobFolders(ROOT, launch.settings.data_dir)
    finish = CandidateFinish(ROOT / "models", folders.staged, versions, jobs)
    finish.finish(training, train(launch, training, _tell))
    comparing = _taken(jobs)
    jobs.done(comparing["id"], compare(launch, comparing, _tell))
    candidate, serving = versions.all()[0], versions.now()
    compared = newest_of(engine, candidate.id)
    assert serving
    assert compared
    gate = PromoteGate(engine, ROOT / "models", lambda: read_limits(ROOT))
    return {
        "version": candidate.id,
        "comparison": compared.id,
        "reasons": gate.may(candidate, serving.live),
        "jobs": [[job["kind"], job["status"]] for job in jobs.latest()],
    }


def _taken(jobs: Jobs) -> RowMapping:
    job = jobs.take("here")
    assert job
    return job


def _tell(progress: Mapping[str, Any]) -> None:
    sys.stderr.write(f"{time.monotonic():.0f} {progress}\n")


if __name__ == "__main__":
    main()
