"""A job's process: what it leaves behind, and that it never outlives who started it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.errors import DialogueUnavailable, NotPossible, TuningInvalid
from bot.running.errors import StartFailed, TrainingFailed
from bot.running.launch import ROOT, Launch, prepare
from bot.running.tuner_child import job_command
from bot.running.tuner_job import WORK, Progress, do, fault_of
from bot.tuning.job_folders import JobFolders, tail
from bot.tuning.jobs import Jobs
from tests.stack import wait_for

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = "tests.running.test_tuner_job"


def works(
    launch: Launch, job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None]
) -> dict[str, Any]:
    """Stands in for a training."""
    tell({"stage": "load", "done": 1, "of": 7})
    tell({"stage": "load", "done": 1, "of": 7})
    return {"asked": job["asked"]}


def breaks(
    launch: Launch, job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None]
) -> dict[str, Any]:
    """Stands in for one that fails."""
    raise TuningInvalid("data/nlu/orders.yml: broken")


def stopped(
    launch: Launch, job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None]
) -> dict[str, Any]:
    """Stands in for one that is told to stop."""
    raise KeyboardInterrupt


@pytest.fixture
def launch(tmp_path: Path, sqlite: Engine) -> Launch:
    url = sqlite.url.render_as_string()
    return prepare({"DATA_DIR": str(tmp_path), "DATABASE_URL": url}, datetime.now(UTC))


@pytest.fixture
def jobs(sqlite: Engine) -> Jobs:
    return Jobs(sqlite, FixedClock(NOW))


def left_behind(launch: Launch, jobs: Jobs, name: str) -> Any:
    job_id = jobs.ask("train", "olga", note="x")
    jobs.take("t")
    do(launch, job_id, {"train": f"{HERE}:{name}"})
    file = JobFolders(ROOT, launch.settings.data_dir).of(job_id) / "result.json"
    return json.loads(file.read_text())


def test_what_came_of_it_is_written_down(launch: Launch, jobs: Jobs) -> None:
    assert left_behind(launch, jobs, "works") == {"result": {"asked": {"note": "x"}}}


def test_how_far_it_is_stands_in_the_row_and_each_stage_once_in_the_log(
    launch: Launch, jobs: Jobs, capsys: pytest.CaptureFixture[str]
) -> None:
    left_behind(launch, jobs, "works")
    assert jobs.latest()[0]["progress"] == {"stage": "load", "done": 1, "of": 7}
    assert capsys.readouterr().out == "--- load\n"


def test_a_fault_is_a_code_and_the_log_says_more(
    launch: Launch, jobs: Jobs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left_behind(launch, jobs, "breaks") == {"fault": "data_invalid"}
    assert "TuningInvalid: data/nlu/orders.yml: broken" in capsys.readouterr().err


def test_told_to_stop_it_leaves_nothing(launch: Launch, jobs: Jobs) -> None:
    with pytest.raises(KeyboardInterrupt):
        left_behind(launch, jobs, "stopped")
    assert not JobFolders(ROOT, launch.settings.data_dir).of(1).exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotPossible("nothing_to_compare"), "nothing_to_compare"),
        (TrainingFailed("…"), "training_failed"),
        (TuningInvalid("…"), "data_invalid"),
        (StartFailed("…"), "not_started"),
        (DialogueUnavailable("…"), "not_started"),
        (OSError(28, "No space left on device"), "disk_full"),
        (OSError(13, "Permission denied"), "broke"),
        (KeyError("x"), "broke"),
    ],
)
def test_every_fault_has_a_code(error: Exception, code: str) -> None:
    assert fault_of(error) == code


def test_it_dies_with_who_started_it_and_takes_what_it_started_with_it() -> None:
    script = (
        "import subprocess, sys, time; from bot.running.tuner_job import follow\n"
        "follow(0); print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, start_new_session=True, **pipes) as job:
        assert job.stdin
        assert job.stdout
        child = int(job.stdout.readline())
        job.stdin.close()
        assert job.wait(20) == -signal.SIGKILL
    wait_for(lambda: not is_running(child))


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_everybody_else_comes_first() -> None:
    code = "from bot.running.tuner_child import be_nice; import os; be_nice(); be_nice(); print(os.nice(0))"
    before = os.nice(0)
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(told.stdout) == max(10, before)


def test_the_kinds_of_work_are_those_that_can_be_asked_for() -> None:
    assert set(WORK) == {"train", "compare"}
    assert job_command(7)[-1] == "7"


def test_the_end_of_a_log_is_shown_without_colours(tmp_path: Path) -> None:
    log = tmp_path / "tuning-1.log"
    assert tail(log) == []
    log.write_text("".join(f"\x1b[36mline {n}\x1b[0m\n" for n in range(300)) + "x" * 10)
    assert tail(log, 3) == ["line 298", "line 299", "x" * 10]


def test_a_stage_is_told_to_the_row_even_when_it_is_not_new(jobs: Jobs) -> None:
    job_id = jobs.ask("train", "olga")
    jobs.take("t")
    progress = Progress(jobs, job_id)
    for done in (1, 2):
        progress({"stage": "exam", "done": done, "of": 2})
    assert jobs.one(job_id)["progress"]["done"] == 2


def test_its_own_end_is_a_quiet_one() -> None:
    code = "from bot.running.tuner_job import follow; follow(0)"
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, **pipes) as job:
        assert job.stderr
        assert (job.wait(20), job.stderr.read()) == (0, b"")
