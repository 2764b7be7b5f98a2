"""A training asked for at the console: from a snapshot of the checkout to models nobody uses yet."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.running.candidate_snapshot import commit_of, snapshot
from bot.running.delicate_training import DelicateTraining
from bot.running.fingerprint import fingerprint
from bot.running.launch import ROOT, Launch
from bot.running.lock import only_one
from bot.running.processes import NOT_FOR_RASA
from bot.running.progress import step_of
from bot.running.training import Training
from bot.store.database import make_engine
from bot.tuning.ingredients import ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.release import release
from bot.tuning.versions import Version, Versions
from bot.understanding.delicate.trained import model_path

STEPS = ("snapshot", "load", "check", "rules", "intents", "pack", "gate")


PROGRESS_BAR = re.compile(r"\d+%\|")
# Takes how far a job is: {"stage": code, "done": n, "of": n}.
Tell = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class Kitchen:
    """One training: the checkout, where it works, the versions there are, and who is told."""

    root: Path
    folders: JobFolders
    versions: Versions
    tell: Tell

    @property
    def models(self) -> Path:
        """Where finished ones lie."""
        return self.root / "models"

    def step(self, name: str) -> None:
        """Tell how far it is."""
        self.tell({"stage": name, "done": STEPS.index(name), "of": len(STEPS)})


def train(launch: Launch, job: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Make the models, staged; {"rasa_model", "gate_model", "made_from", …}: what a version needs."""
    folders = JobFolders(ROOT, launch.settings.data_dir)
    engine = make_engine(launch.settings.database_url)
    for name in NOT_FOR_RASA:
        os.environ.pop(name, None)
    try:
        kitchen = Kitchen(ROOT, folders, Versions(engine, launch.settings.clock()), tell)
        return make_candidate(kitchen, job["id"])
    finally:
        engine.dispose()


def make_candidate(kitchen: Kitchen, job_id: int) -> dict[str, Any]:
    """From the files as they are now; raises TrainingFailed."""
    kitchen.step("snapshot")
    copy = snapshot(kitchen.root, kitchen.folders.of(job_id) / "checkout", kitchen.folders.staged)
    made_from = {**ingredients(copy), **commit_of(kitchen.root), "rasa": fingerprint(copy)}
    made_from |= {"release": release(copy), "job": job_id}
    made_from["release"] = release(kitchen.root)
    rasa, rasa_is_new = _rasa(kitchen, copy)
    kitchen.step("gate")
    gate, gate_is_new = _gate(kitchen, copy, made_from["delicate"])
    new = {"rasa_trained": rasa_is_new, "gate_trained": gate_is_new}
    return {"rasa_model": rasa, "gate_model": gate, "made_from": made_from, **new}


def _rasa(kitchen: Kitchen, copy: Path) -> tuple[str, bool]:
    """The model's name, and whether it had to be made."""

    def hear(line: str) -> None:
        if not PROGRESS_BAR.search(line):
            _log(line.rstrip())
        if step := step_of(line):
            kitchen.step(step)

    training = Training(copy, copy / "train.log", _log, hear)
    model = training.current_model()
    name = model.name.removesuffix(".tar.gz")
    if (kitchen.models / model.name).exists():
        _log(f"{model.name} is there already")
        return name, False
    kitchen.step("load")
    # Both would work on Rasa's one cache, and on the same processors.
    with only_one(kitchen.models / ".lock", _log):
        training.ensure()
    return name, True


def _gate(kitchen: Kitchen, copy: Path, mark: str) -> tuple[str, bool]:
    """The gate's name, and whether it had to be made: only where what it learns from has changed."""
    if kept := _same_gate(kitchen, copy, mark):
        _log(f"{kept} stays: what it learns from is the same")
        return kept, False
    model = model_path(copy)
    if not (kitchen.models / model.name).exists():
        DelicateTraining(copy, _log).train()
    return model.stem, True


def _same_gate(kitchen: Kitchen, copy: Path, mark: str) -> str | None:
    serving = kitchen.versions.now()
    if serving and _is_of(serving.live, mark, copy):
        return serving.live.gate_model
    there = (one for one in kitchen.versions.all() if (kitchen.models / f"{one.gate_model}.npz").exists())
    return next((one.gate_model for one in there if _is_of(one, mark, copy)), None)


def _is_of(version: Version, mark: str, copy: Path) -> bool:
    """Where nobody wrote down what it was made from, its name still says it."""
    known = version.made_from.get("delicate")
    return known == mark if known else version.gate_model == model_path(copy).stem


def _log(line: str) -> None:
    # The job's own output is its log.
    print(line, file=sys.stdout, flush=True)  # noqa: T201
