"""Rasa is trained when its training data has changed, and only then."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from bot.running.errors import TrainingFailed
from bot.running.model_claims import claim
from bot.running.training import Training

# Stands in for Rasa's interpreter: writes the model it is asked for, and says what Rasa says.
RASA = """#!/bin/sh
echo "$@" >> "$PWD/asked"
for word in "$@"; do
  case $word in --out=*) out=${word#--out=};; --fixed-model-name=*) name=${word#*=};; esac
done
echo "INFO rasa.engine.training.hooks - Starting to train component 'RulePolicy'."
test ! -e broken || { echo "InvalidConfigException: no such component"; exit 1; }
mkdir -p "$out" && echo model > "$out/$name.tar.gz"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    python = tmp_path / ".venv-rasa" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(RASA)
    python.chmod(0o755)
    return tmp_path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def training(root: Path, said: list[str]) -> Training:
    return Training(root, root / "var" / "logs" / "train.log", said.append)


def times_trained(root: Path) -> int:
    asked = root / "asked"
    return len(asked.read_text().splitlines()) if asked.exists() else 0


def test_the_model_is_there_afterwards_under_the_name_of_its_training_data(training: Training) -> None:
    model = training.ensure()
    assert model == training.current_model()
    assert model.read_text() == "model\n"


def test_nothing_is_trained_while_nothing_changes(training: Training, root: Path) -> None:
    assert training.ensure() == training.ensure()
    assert times_trained(root) == 1


def test_changed_training_data_makes_another_model(training: Training, root: Path) -> None:
    first = training.ensure()
    (root / "data" / "nlu.yml").write_text("one more example")
    assert training.ensure() != first
    assert times_trained(root) == 2


def test_it_can_be_asked_for_all_the_same(training: Training, root: Path) -> None:
    training.ensure()
    training.ensure(force=True)
    assert times_trained(root) == 2


def test_stages_are_said_and_everything_is_logged(training: Training, root: Path, said: list[str]) -> None:
    training.ensure()
    assert any(line.endswith("s  training RulePolicy") for line in said)
    assert "Starting to train component" in (root / "var" / "logs" / "train.log").read_text()


def test_what_only_the_server_reads_is_kept_from_rasa(training: Training, root: Path) -> None:
    for name in ("delicate.yml", "rules.yml"):
        (root / "data" / name).touch()
    training.ensure()
    assert "--data data/nlu.yml data/rules.yml\n" in (root / "asked").read_text()
    assert "delicate" not in (root / "asked").read_text()


def test_when_rasa_fails_the_end_of_its_output_is_shown_and_no_model_is_left(
    training: Training, root: Path
) -> None:
    (root / "broken").touch()
    with pytest.raises(TrainingFailed, match="InvalidConfigException: no such component"):
        training.ensure()
    assert not list(root.glob("models/*.tar.gz"))


def test_a_second_start_waits_for_the_first_ones_training_and_trains_nothing(
    training: Training, root: Path, said: list[str]
) -> None:
    training.ensure()
    waits = threading.Event()
    other = Training(root, root / "other.log", lambda line: waits.set())
    with (root / "models" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=other.ensure)
        second.start()
        assert waits.wait(20)
    second.join()
    assert times_trained(root) == 1


def test_the_last_three_models_are_kept(training: Training, root: Path) -> None:
    made = []
    for number in range(5):
        (root / "data" / "nlu.yml").write_text(f"version {number}")
        made.append(training.ensure())
        os.utime(made[-1], (number, number))
    assert sorted(root.glob("models/*.tar.gz")) == sorted(made[2:])


def test_models_of_versions_are_nobody_elses_to_forget(training: Training, root: Path) -> None:
    first = training.ensure()
    os.utime(first, (0, 0))
    claim(root / "models", root, [first.name])
    for number in range(4):
        (root / "data" / "nlu.yml").write_text(f"version {number}")
        training.ensure()
    assert first.exists()
    assert len(list(root.glob("models/*.tar.gz"))) == 4
