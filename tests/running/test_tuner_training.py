"""A real training by a real tuner in a small workspace: killed in the middle, asked for again, then done."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.clock import WallClock
from bot.running import leftovers
from bot.running.fingerprint import fingerprint
from bot.running.tuner_child import mark_of
from bot.tuning.ingredients import delicate_mark
from bot.tuning.jobs import Jobs
from bot.tuning.versions import Versions
from tests.stack import wait_for
from tests.tuning.workspace import git, small_workspace, workspace_environment

TRAINING_S = 400


class Workspace:
    """A small checkout with a gate, its tuner, and what is told about its jobs."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.root = small_workspace(folder / "ws", kept=6, kept_of_exam=1)
        (self.root / "models" / "delicate-there.npz").touch()
        clock = WallClock(ZoneInfo("Europe/Berlin"))
        self.jobs, self.versions = Jobs(engine, clock), Versions(engine, clock)
        self.versions.add("hotline-old", "delicate-there", None, {"delicate": delicate_mark(self.root)})
        self.environ = workspace_environment(self.root, DATABASE_URL=engine.url.render_as_string())
        self.tuner = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        self.root.joinpath("var").mkdir(exist_ok=True)
        with (self.root / "var" / "tuner.log").open("ab") as log:
            command = [sys.executable, "-m", "bot.running.tuner"]
            return subprocess.Popen(command, cwd=self.root, env=self.environ, stdout=log, stderr=log)

    def job(self) -> dict[str, Any]:
        return dict(self.jobs.latest(1)[0])

    def wait_for(self, **told: Any) -> None:
        def is_so() -> bool:
            job = self.job()
            return all(
                (job["progress"].get("stage") if name == "stage" else job[name]) == value
                for name, value in told.items()
            )

        wait_for(is_so, TRAINING_S)

    def processes(self) -> list[int]:
        return leftovers.carrying(mark_of(self.root / "var"))

    def half_made(self) -> list[str]:
        models, tuning = self.root / "models", self.root / "var" / "tuning"
        return [str(path) for path in (*models.glob(".candidate*"), *tuning.glob("*"))]


@pytest.fixture
def workspace(tmp_path: Path, sqlite: Engine) -> Iterator[Workspace]:
    made = Workspace(tmp_path, sqlite)
    yield made
    made.tuner.kill()
    made.tuner.wait()
    leftovers.end(made.processes())


def test_killed_in_the_middle_and_asked_for_again_it_becomes_a_version(workspace: Workspace) -> None:
    first = workspace.jobs.ask("train", "olga")
    workspace.wait_for(status="running", stage="load")
    os.kill(workspace.tuner.pid, signal.SIGKILL)
    workspace.tuner.wait()
    wait_for(lambda: not workspace.processes())
    workspace.tuner = workspace.start()
    workspace.wait_for(id=first, status="failed", fault="interrupted")
    wait_for(lambda: not workspace.half_made())

    second, expected = workspace.jobs.ask("train", "otto"), fingerprint(workspace.root)
    workspace.wait_for(id=second, status="done")
    version = workspace.versions.one(workspace.job()["version_id"])
    assert (version.rasa_model, version.gate_model) == (f"hotline-{expected}", "delicate-there")
    assert (version.made_by, version.made_from["uncommitted"]) == ("otto", False)
    assert version.made_from["commit"] == git(workspace.root, "rev-parse", "--short=10", "HEAD").strip()
    assert (workspace.root / "models" / f"{version.rasa_model}.tar.gz").stat().st_size > 100_000
    wait_for(lambda: not workspace.half_made())
    assert git(workspace.root, "status", "--short") == ""

    began = datetime.now(UTC)
    workspace.tuner.terminate()
    assert workspace.tuner.wait(20) == 0
    assert (datetime.now(UTC) - began).total_seconds() < 10
