"""The tuner: one job after the other, and whatever happens, nothing half-made stays and the row is true."""

import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.clock import FixedClock
from bot.running import leftovers, tuner
from bot.running.candidate_finish import CandidateFinish
from bot.running.model_files import ModelFiles
from bot.running.tuner import Parts, Tuner
from bot.running.tuner_child import TunerChild, mark_of
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import Jobs
from bot.tuning.versions import Versions
from tests.stack import wait_for

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MADE = {"rasa_model": "hotline-new", "gate_model": "delicate-new", "made_from": {"commit": "abc"}}
# What a job's process does: leaves models and says so, hangs with a child in a session of its own, dies.
TRAINS = """
import json, pathlib
staged, folder = pathlib.Path({staged!r}), pathlib.Path({folder!r})
staged.mkdir(parents=True)
(staged / "hotline-new.tar.gz").write_text("rasa"), (staged / "delicate-new.npz").write_text("gate")
made = dict({made!r}, made_from=dict(commit="abc", job={job}))
(folder / "result.json").write_text(json.dumps(dict(result=made)))
"""
HANGS = """
import pathlib, subprocess, time
pathlib.Path({staged!r}).mkdir(parents=True)
(pathlib.Path({staged!r}) / "half.tar.gz").write_text("half a model")
subprocess.Popen(["sleep", "600"], start_new_session=True)
print("hanging", flush=True)
time.sleep(600)
"""
ENDS_AS_TOLD = 'import pathlib; (pathlib.Path({folder!r}) / "result.json").write_text({outcome!r})'


class Workshop:
    """A checkout with nothing in it but models, and a tuner whose jobs run `script`."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.root, self.data_dir, self.script = folder / "checkout", folder / "var", TRAINS
        self.models = self.root / "models"
        for made in (self.models, self.data_dir):
            made.mkdir(parents=True)
        clock = FixedClock(NOW)
        self.jobs, self.versions = Jobs(engine, clock), Versions(engine, clock)
        self.folders = JobFolders(self.root, self.data_dir)
        finish = CandidateFinish(self.models, self.folders.staged, self.versions, self.jobs)
        files = ModelFiles(self.models, self.data_dir, self.versions, engine)
        self.said: list[str] = []
        self.parts = Parts(self.jobs, self.folders, finish, files, {}, self.said.append, self.command)
        self.stopping = threading.Event()
        self.tuner = Tuner(self.parts, self.stopping)
        live = self.versions.add("hotline-old", "delicate-old", None, {})
        self.versions.switch("started", live)

    def command(self, job_id: int) -> tuple[str, ...]:
        places = {"staged": str(self.folders.staged), "folder": str(self.folders.of(job_id))}
        script = self.script.format(**places, made=MADE, job=job_id, outcome='{"fault": "data_invalid"}')
        return (sys.executable, "-c", script)

    def train(self) -> int:
        job_id = self.jobs.ask("train", "olga", note="Rückrufe")
        assert self.tuner.once()
        return job_id

    def begin(self, script: str, run: Callable[[], Any]) -> tuple[int, threading.Thread]:
        """Ask for a job that hangs; back when it does."""
        self.script = script
        job_id = self.jobs.ask("train", "olga")
        thread = threading.Thread(target=run)
        thread.start()
        wait_for(
            lambda: self.folders.log(job_id).exists() and "hanging" in self.folders.log(job_id).read_text()
        )
        return job_id, thread

    def ended(self, job_id: int) -> tuple[str, str | None]:
        row = self.jobs.one(job_id)
        return row["status"], row["fault"]

    def traces(self) -> list[str]:
        """What there is of models and of jobs, claims and logs aside."""
        there = [path.name for path in self.models.iterdir() if path.name != ".claims"]
        return sorted([*there, *(path.name for path in self.data_dir.glob("tuning/*"))])

    def processes(self) -> list[int]:
        return leftovers.carrying(mark_of(self.data_dir))


@pytest.fixture
def shop(tmp_path: Path, sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    monkeypatch.setattr(tuner, "LOOK_S", 0.05)
    workshop = Workshop(tmp_path, sqlite)
    yield workshop
    leftovers.end(workshop.processes())


def test_a_training_becomes_a_version_and_its_comparison_is_asked_for(shop: Workshop) -> None:
    job_id = shop.train()
    version = shop.versions.all()[0]
    assert (version.rasa_model, version.gate_model, version.made_by) == (
        "hotline-new",
        "delicate-new",
        "olga",
    )
    assert (version.made_from, version.note) == ({"commit": "abc", "job": job_id}, "Rückrufe")
    assert shop.ended(job_id) == ("done", None)
    assert shop.jobs.one(job_id)["version_id"] == version.id
    assert [(job["kind"], job["version_id"]) for job in shop.jobs.open()] == [("compare", version.id)]
    assert shop.traces() == ["delicate-new.npz", "hotline-new.tar.gz"]


def test_the_same_models_again_are_the_same_version(shop: Workshop) -> None:
    first, second = shop.train(), 0
    shop.jobs.cancel(shop.jobs.open()[0]["id"], "olga")
    second = shop.train()
    assert shop.jobs.one(first)["version_id"] == shop.jobs.one(second)["version_id"]
    assert len(shop.versions.all()) == 2


def test_without_a_job_nothing_happens(shop: Workshop) -> None:
    assert not shop.tuner.once()
    assert shop.traces() == []


def test_cancelled_in_the_middle_it_ends_with_all_it_started_and_leaves_nothing(shop: Workshop) -> None:
    job_id, working = shop.begin(HANGS, shop.tuner.once)
    assert len(shop.processes()) == 2
    shop.jobs.cancel(job_id, "otto")
    working.join(20)
    assert shop.ended(job_id) == ("cancelled", None)
    assert (shop.processes(), shop.traces()) == ([], [])
    assert shop.jobs.open() == []


def test_cancelled_at_the_last_moment_no_version_comes_of_it(shop: Workshop, tmp_path: Path) -> None:
    cancels = (
        "import sqlite3; db = sqlite3.connect({db!r}); db.execute('UPDATE tuning_jobs SET cancel_asked = 1')"
    )
    shop.script = TRAINS + cancels.replace("{db!r}", repr(str(tmp_path / "hotline.db"))) + "; db.commit()\n"
    job_id = shop.train()
    assert shop.ended(job_id) == ("cancelled", None)
    assert (len(shop.versions.all()), shop.traces()) == (1, [])


def test_a_stop_of_the_hotline_interrupts_it_and_it_can_be_asked_for_again(shop: Workshop) -> None:
    job_id, working = shop.begin(HANGS, shop.tuner.run)
    shop.stopping.set()
    working.join(20)
    assert shop.ended(job_id) == ("failed", "interrupted")
    assert (shop.processes(), shop.traces()) == ([], [])
    assert shop.jobs.ask("train", "olga")


def test_a_fault_it_names_is_in_the_row(shop: Workshop) -> None:
    shop.script = ENDS_AS_TOLD
    assert shop.ended(shop.train()) == ("failed", "data_invalid")


def test_one_that_just_dies_is_told_from_the_rest_and_its_last_words_are_kept(shop: Workshop) -> None:
    shop.script = "print('oh no', flush=True); import os; os.abort()"
    job_id = shop.train()
    assert shop.ended(job_id) == ("failed", "broke")
    assert shop.folders.log(job_id).read_text() == "oh no\n"


def test_the_database_away_for_a_moment_ends_nothing(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: int) -> bool:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(shop.jobs, "alive", gone)
    shop.script = "import time; time.sleep(0.3)\n" + TRAINS
    assert shop.ended(shop.train()) == ("done", None)


def test_what_a_killed_tuner_left_behind_is_put_right_by_the_next(shop: Workshop) -> None:
    job_id = shop.jobs.ask("train", "olga")
    shop.jobs.take(shop.parts.runner)
    environ = {"HOTLINE_TUNING": str(shop.data_dir)}
    shop.script = HANGS
    left = TunerChild(shop.command(job_id), shop.root, shop.folders.log(job_id), environ)
    wait_for(lambda: len(shop.processes()) == 2)
    shop.tuner._put_right()
    left.end()
    assert shop.ended(job_id) == ("failed", "interrupted")
    assert (shop.processes(), shop.traces()) == ([], [])


def test_killed_between_the_version_and_the_row_the_training_is_done(shop: Workshop) -> None:
    job_id = shop.jobs.ask("train", "olga")
    shop.jobs.take(shop.parts.runner)
    version = shop.versions.add("hotline-new", "delicate-new", "olga", {"job": job_id})
    shop.tuner._put_right()
    assert shop.ended(job_id) == ("done", None)
    assert shop.jobs.one(job_id)["version_id"] == version
    assert [job["kind"] for job in shop.jobs.open()] == ["compare"]


def test_another_tuners_job_is_not_ours_to_bury(shop: Workshop) -> None:
    job_id = shop.jobs.ask("train", "olga")
    shop.jobs.take("elsewhere:/var")
    shop.tuner._put_right()
    assert shop.ended(job_id) == ("running", None)


def test_two_tuners_of_one_data_folder_take_turns(shop: Workshop) -> None:
    job_id, working = shop.begin(HANGS, shop.tuner.run)
    impatient = threading.Event()
    second = threading.Thread(target=Tuner(shop.parts, impatient).run)
    second.start()
    assert second.is_alive()
    assert shop.ended(job_id) == ("running", None)
    impatient.set()
    second.join(20)
    assert shop.ended(job_id) == ("running", None)
    shop.stopping.set()
    working.join(20)


def test_its_jobs_work_on_one_core_and_away_from_the_common_temporary_folder(shop: Workshop) -> None:
    shop.script = (
        "import os, json, pathlib; told = json.dumps(dict(fault=os.environ['OMP_NUM_THREADS']))\n"
        "pathlib.Path({folder!r}, 'result.json').write_text(told); print(os.environ['TMPDIR'])"
    )
    job_id = shop.train()
    assert shop.ended(job_id) == ("failed", "1")
    assert shop.folders.log(job_id).read_text().strip() == str(shop.folders.of(job_id) / "tmp")


def test_of_many_logs_the_newest_are_kept(shop: Workshop) -> None:
    logs = shop.data_dir / "logs"
    logs.mkdir()
    for number in range(50):
        (logs / f"tuning-{number}.log").write_text(json.dumps(number))
    shop.folders.clear()
    assert len(list(logs.iterdir())) == 40
