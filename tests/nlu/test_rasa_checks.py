"""Rasa's own checks: the training files agree with each other, and its end-to-end stories hold."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.running.launch import ROOT
from bot.running.rasa_environment import RASA_ENVIRON, rasa_command
from bot.running.training import Training

PATIENCE_S = 300
# Nothing is asked of the action server here; Rasa only wants the names to be set.
PLACEHOLDERS = {"ACTIONS_URL": "http://127.0.0.1:9", "RASA_TOKEN": "for-the-test"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trained model, trained only if the data changed."""
    return Training(ROOT, tmp_path_factory.mktemp("training") / "train.log", lambda words: None).ensure()


def rasa(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Rasa's command line on our files; what it writes goes to `folder`."""
    environ = {**os.environ, **RASA_ENVIRON, **PLACEHOLDERS, "DATA_DIR": str(folder)}
    return subprocess.run(
        [*rasa_command(ROOT, *words)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_the_training_files_agree_with_each_other(tmp_path: Path) -> None:
    checked = rasa(tmp_path, "data", "validate", "--data", "data/nlu.yml", "data/rules.yml")
    assert checked.returncode == 0, checked.stdout[-2000:] + checked.stderr[-2000:]


def test_the_stories_end_as_told(tmp_path: Path, model: Path) -> None:
    stories = ("--stories", "tests/nlu/test_stories.yml", "--endpoints", "endpoints.yml")
    told = rasa(
        tmp_path,
        *("test", "core", "--model", str(model), *stories),
        *("--out", str(tmp_path), "--fail-on-prediction-errors"),
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    assert not (tmp_path / "failed_test_stories.yml").read_text("utf-8").count("story:")
