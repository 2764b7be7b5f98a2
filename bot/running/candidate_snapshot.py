"""The checkout as it is at one moment, to train from while people go on editing."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NEEDED = ("config.yml", "domain.yml", "data", "bot")
NOT_NEEDED = ("__pycache__", "templates", "static", "phrases", ".*")
# What a version is made from, as git knows it.
LEARNT_FROM = ("config.yml", "domain.yml", "data", "bot/nlu", "bot/understanding/delicate")
GIT_S = 20


def snapshot(root: Path, folder: Path, models: Path) -> Path:
    """A copy in `folder` that trains into `models`, with Rasa's interpreter and cache of the checkout."""
    folder.mkdir(parents=True)
    with _nobody_writes(root):
        for name in NEEDED:
            _copy(root / name, folder / name)
    (root / ".rasa").mkdir(exist_ok=True)
    models.mkdir(parents=True, exist_ok=True)
    for link, target in ((".venv-rasa", root / ".venv-rasa"), (".rasa", root / ".rasa"), ("models", models)):
        (folder / link).symlink_to(target)
    return folder


def commit_of(root: Path) -> dict[str, Any]:
    """{"commit": abbreviated or None, "uncommitted": whether the files say something else by now}."""
    commit = _git(root, "rev-parse", "--short=10", "HEAD")
    if commit is None:
        return {"commit": None, "uncommitted": False}
    return {"commit": commit, "uncommitted": bool(_git(root, "status", "--porcelain", "--", *LEARNT_FROM))}


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NOT_NEEDED))
    else:
        shutil.copy2(source, target)


@contextmanager
def _nobody_writes(root: Path) -> Iterator[None]:
    """The console changes files of data only while it holds this lock (bot/tuning/data_files.py)."""
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def _git(root: Path, *words: str) -> str | None:
    """What git says; None where there is no git or no repository."""
    command = ["git", "-C", str(root), "--no-optional-locks", *words]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=GIT_S)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
