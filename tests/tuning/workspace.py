"""A checkout of its own to write, commit and train in, with few sentences: what is tried here harms nobody.

    ws = small_workspace(tmp_path / "ws")
    with_models(ws)                       # both models of its sentences, trained once and kept for the next
    in_workspace(ws, "train")             # any `hotline …` there, in a process of its own

Commands run on its own code and files, with the interpreters of this checkout; `models/` is empty at first.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from bot.running.lock import only_one
from bot.running.training import Training
from bot.understanding.delicate.live import FILE as LIVE_GATE
from bot.understanding.delicate.trained import model_path

ROOT = Path(__file__).resolve().parents[2]
# Per intent and language; per flag, language and kind; and per file of an exam.
KEPT = 40
KEPT_OF_EXAM = 10
ENVIRONMENTS = (".venv", ".venv-rasa")
# Trained workspaces, by the names of their models; in no repository.
TRAINED = ROOT / "models" / "tests" / "workspaces"
# Nobody trains on pictures.
LEFT_OUT = (".png", ".jpg", ".webp")
SOMEBODY = {"GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org"}
SOMEBODY |= {"GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.org"}


def small_workspace(folder: Path, kept: int = KEPT, kept_of_exam: int = KEPT_OF_EXAM) -> Path:
    """The working tree as it is now, its sentences trimmed, as a repository of one commit; returns `folder`.

    Always the same sentences: those with the smallest hash, in their own order.
    """
    _copy(folder)
    _trim(folder, kept, kept_of_exam)
    for name in ENVIRONMENTS:
        (folder / name).symlink_to(ROOT / name)
    (folder / "models").mkdir()
    git(folder, "init", "-q", "-b", "main")
    # The links are no folders, which is what .gitignore speaks of.
    (folder / ".git" / "info" / "exclude").write_text("".join(f"/{name}\n" for name in ENVIRONMENTS), "utf-8")
    git(folder, "config", "gc.auto", "0")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A small workspace")
    return folder


def git(folder: Path, *words: str) -> str:
    """What git says there; raises CalledProcessError."""
    command = ["git", "-C", str(folder), *words]
    environ = {**_own_environment(), **SOMEBODY}
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def workspace_environment(folder: Path, **more: str) -> dict[str, str]:
    """For processes that are to run on the workspace's code, with their state in its var/."""
    return {**_own_environment(), "PYTHONPATH": str(folder), "DATA_DIR": str(folder / "var"), **more}


def in_workspace(folder: Path, *words: str, **environ: str) -> str:
    """What `hotline …` prints when run in the workspace; raises AssertionError with the end of its faults."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", *words]
    surroundings = workspace_environment(folder, **environ)
    done = subprocess.run(command, cwd=folder, env=surroundings, check=False, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def with_models(folder: Path) -> Path:
    """Put both models of the present sentences there, trained (a minute) unless somebody has before."""
    rasa = Training(folder, folder / "train.log", lambda line: None).current_model()
    gate = model_path(folder)
    kept = TRAINED / f"{rasa.name.split('.')[0]}-{gate.stem}"
    kept.mkdir(parents=True, exist_ok=True)
    with only_one(kept / ".lock", lambda line: None):
        files = (rasa.name, gate.name, LIVE_GATE)
        if all((kept / name).exists() for name in files):
            for name in files:
                shutil.copy2(kept / name, folder / "models" / name)
        else:
            in_workspace(folder, "train")
            for name in files:
                shutil.copy2(folder / "models" / name, kept / name)
    return folder


def _own_environment() -> dict[str, str]:
    """Without what would lead back into the checkout or to somebody's database."""
    led_astray = ("GIT_", "DATABASE_URL", "REDIS_URL", "DATA_DIR", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if not name.startswith(led_astray)}


def _copy(folder: Path) -> None:
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in listed.split("\0"):
        source = ROOT / name
        # Listed and gone: somebody is just moving it.
        if name and source.is_file() and source.suffix not in LEFT_OUT:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)


def _trim(folder: Path, kept: int, kept_of_exam: int) -> None:
    data, exam = folder / "data", folder / "tests" / "nlu"
    for file in (data / "nlu.yml", *data.glob("nlu/*.yml")):
        _keep(file, "    - ", kept)
    for file in data.glob("delicate/*.yml"):
        if not file.name.startswith(("cues.", "lexicon.")):
            _keep(file, "  - " if file.name == "neutral.yml" else "    - ", kept)
    for file in data.glob("delicate/exam/*.yml"):
        _keep(file, "    - ", kept_of_exam)
    for file in (*exam.glob("de/*.yml"), *exam.glob("en/*.yml")):
        _keep(file, "- ", kept_of_exam)


def _keep(file: Path, mark: str, most: int) -> None:
    """At most so many lines that begin with `mark` of each block of such lines."""
    blocks = _blocks(file.read_text("utf-8").splitlines(keepends=True), mark)
    file.write_text("".join(line for block in blocks for line in _chosen(block, mark, most)), "utf-8")


def _blocks(lines: list[str], mark: str) -> Iterator[list[str]]:
    """Runs of marked lines, and what stands between them."""
    block: list[str] = []
    for line in lines:
        if block and line.startswith(mark) != block[0].startswith(mark):
            yield block
            block = []
        block.append(line)
    yield block


def _chosen(block: list[str], mark: str, most: int) -> list[str]:
    if not block or not block[0].startswith(mark):
        return block
    keep = set(sorted(block, key=lambda line: sha256(line.encode()).digest())[:most])
    return [line for line in block if line in keep]
