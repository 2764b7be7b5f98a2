"""Candidates: from the files of one moment, with only what has changed trained anew."""

import fcntl
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.running.candidate_snapshot import commit_of, snapshot
from bot.running.candidate_training import Kitchen, make_candidate
from bot.running.delicate_training import DelicateTraining
from bot.running.errors import TrainingFailed
from bot.running.fingerprint import fingerprint
from bot.running.progress import step_of
from bot.tuning.ingredients import delicate_mark, ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.versions import Versions
from bot.understanding.delicate.trained import model_path
from tests.tuning.workspace import git

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FILES = ("config.yml", "domain.yml", "data/nlu.yml", "data/nlu/orders.yml", "data/rules.yml")
FILES += ("data/delicate/crisis.yml", "bot/__init__.py", "bot/nlu/spoken_text.py")
# Stands in for Rasa's interpreter: changes the checkout while it trains, as an editor would.
RASA = """#!/bin/sh
for word in "$@"; do
  case $word in --out=*) out=${word#--out=};; --fixed-model-name=*) name=${word#*=};; esac
done
echo "Started validating domain and training data"
echo "Starting to train component 'RulePolicy'."
test ! -e data/broken.yml || { echo "InvalidConfigException"; exit 1; }
for edited in CHECKOUT/data/nlu.yml; do echo "# edited meanwhile" >> $edited; done
echo "Restored component 'SpokenIntentClassifier' from cache"
mkdir -p "$out" && cat data/nlu.yml > "$out/$name.tar.gz"
echo "Your Rasa model is trained and saved at"
"""


class Bench:
    """A small checkout, a database of versions, and what is told."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.root, self.folders = folder / "checkout", JobFolders(folder / "checkout", folder / "var")
        for name in FILES:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            self.write(name, f"# {name}")
        self.write("data/delicate/crisis.yml", "de:\n  hint: |\n    - wozu noch\n")
        self.write(".venv-rasa/bin/python", RASA.replace("CHECKOUT", str(self.root)))
        (self.root / ".venv-rasa/bin/python").chmod(0o755)
        (self.root / "models").mkdir()
        self.versions = Versions(engine, FixedClock(NOW))
        self.told: list[str] = []

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, "utf-8")

    def live(self, **made_from: Any) -> None:
        """What answers now, with its files."""
        number = len(self.versions.all())
        (self.root / "models" / "delicate-live.npz").touch()
        version = self.versions.add("hotline-live", "delicate-live", None, made_from)
        self.versions.switch("started", version, follows=number)

    def make(self, job_id: int = 1) -> dict[str, Any]:
        def tell(progress: Mapping[str, Any]) -> None:
            self.told.append(progress["stage"])

        return make_candidate(Kitchen(self.root, self.folders, self.versions, tell), job_id)


@pytest.fixture
def bench(tmp_path: Path, sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(DelicateTraining, "_train", lambda _, model: model.write_bytes(b"gate"))
    return Bench(tmp_path, sqlite)


def test_what_is_edited_meanwhile_does_not_mix_in(bench: Bench) -> None:
    before, described = fingerprint(bench.root), ingredients(bench.root)
    made = bench.make()
    staged = bench.folders.staged / f"{made['rasa_model']}.tar.gz"
    assert "# edited meanwhile" in (bench.root / "data/nlu.yml").read_text()
    assert "# edited meanwhile" not in staged.read_text()
    assert made["rasa_model"] == f"hotline-{before}"
    assert described.items() <= made["made_from"].items()


def test_the_models_in_use_are_not_touched(bench: Bench) -> None:
    bench.live(delicate=delicate_mark(bench.root))
    bench.make()
    assert [path.name for path in (bench.root / "models").glob("[!.]*")] == ["delicate-live.npz"]


def test_every_stage_is_told_in_its_order(bench: Bench) -> None:
    bench.make()
    assert bench.told == ["snapshot", "load", "check", "rules", "intents", "pack", "gate"]


def test_with_the_delicate_sentences_as_before_the_live_gate_stays(bench: Bench) -> None:
    bench.live(delicate=delicate_mark(bench.root))
    bench.write("data/nlu.yml", "one more sentence")
    made = bench.make()
    assert (made["gate_model"], made["gate_trained"], made["rasa_trained"]) == ("delicate-live", False, True)


def test_with_other_delicate_sentences_a_new_gate_is_trained(bench: Bench) -> None:
    bench.live(delicate="as it was")
    expected = model_path(bench.root).stem
    made = bench.make()
    assert (made["gate_model"], made["gate_trained"]) == (expected, True)
    assert (bench.folders.staged / f"{made['gate_model']}.npz").read_bytes() == b"gate"


def test_a_gate_of_an_earlier_candidate_serves_for_the_same_delicate_sentences(bench: Bench) -> None:
    bench.live(delicate="as it was")
    (bench.root / "models" / "delicate-earlier.npz").touch()
    bench.versions.add("hotline-x", "delicate-earlier", "olga", {"delicate": delicate_mark(bench.root)})
    assert bench.make()["gate_model"] == "delicate-earlier"


def test_but_not_when_its_file_is_gone(bench: Bench) -> None:
    bench.live(delicate="as it was")
    bench.versions.add("hotline-x", "delicate-earlier", "olga", {"delicate": delicate_mark(bench.root)})
    assert bench.make()["gate_trained"]


def test_a_model_that_is_there_already_is_not_trained_again(bench: Bench) -> None:
    (bench.root / "models" / f"hotline-{fingerprint(bench.root)}.tar.gz").touch()
    assert bench.make()["rasa_trained"] is False
    assert bench.told == ["snapshot", "gate"]


def test_when_rasa_fails_it_says_so(bench: Bench) -> None:
    bench.write("data/broken.yml", "")
    with pytest.raises(TrainingFailed, match="InvalidConfigException"):
        bench.make()
    assert list(bench.folders.staged.glob("*.tar.gz")) == []


def test_a_snapshot_waits_for_whoever_is_writing(bench: Bench, tmp_path: Path) -> None:
    folder = os.open(bench.root, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    taking = threading.Thread(target=snapshot, args=(bench.root, tmp_path / "copy", bench.folders.staged))
    taking.start()
    taking.join(0.2)
    assert taking.is_alive()
    bench.write("data/nlu.yml", "the last of its edits")
    os.close(folder)
    taking.join(20)
    assert (tmp_path / "copy/data/nlu.yml").read_text() == "the last of its edits"


def test_the_commit_is_known_and_whether_the_files_are_beyond_it(bench: Bench) -> None:
    assert commit_of(bench.root) == {"commit": None, "uncommitted": False}
    git(bench.root, "init", "-q")
    git(bench.root, "add", "-A")
    git(bench.root, "commit", "-q", "-m", "x")
    commit = commit_of(bench.root)
    assert commit == {
        "commit": git(bench.root, "rev-parse", "--short=10", "HEAD").strip(),
        "uncommitted": False,
    }
    bench.write("data/nlu.yml", "not committed")
    assert commit_of(bench.root) == {**commit, "uncommitted": True}


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("INFO rasa - Restored component 'RulePolicy' from cache.", "rules"),
        ("INFO rasa - Starting to train component 'SpokenIntentClassifier'.", "intents"),
        ("UserWarning: something", None),
    ],
)
def test_rasas_output_says_how_far_it_is(line: str, step: str | None) -> None:
    assert step_of(line) == step
