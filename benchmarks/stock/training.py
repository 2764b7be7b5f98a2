"""Trains stock Rasa once for the present data, and gets the jsonschema a fresh installation would have."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.stock.project import ROOT, write_project

FOLDER = ROOT / "var" / "bench" / "stock"
MODELS = ROOT / "models"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
# The newest that Rasa 3.6.21 allows (<4.18): what anybody who installs Rasa gets. Our lock pins 3.2.
JSONSCHEMA = "jsonschema==4.17.3"


def stock_environ(**more: str) -> dict[str, str]:
    """A plain environment: no tuning, nothing of this process's own settings but the way to the libraries."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    paths = f"{stock_libraries()}{os.pathsep}{ROOT}"
    return {**kept, "PYTHONPATH": paths, "RASA_TELEMETRY_ENABLED": "false", **more}


def stock_libraries() -> Path:
    """A folder with stock Rasa's jsonschema, found before the environment's; installed when missing."""
    folder = FOLDER / "libraries"
    if not folder.exists():
        command = [_uv(), "pip", "install", "--quiet", "--no-deps", "--python", str(RASA_PYTHON)]
        subprocess.run([*command, "--target", str(folder), JSONSCHEMA], check=True)
    return folder


def stock_model() -> Path:
    """The model, trained now if its data is new."""
    write_project(FOLDER)
    model = MODELS / f"bench-stock-{_fingerprint()}.tar.gz"
    if not model.exists():
        print("training stock Rasa (DIET and TED), which takes some minutes …", flush=True)
        _train(model)
    return model


def _train(model: Path) -> None:
    MODELS.mkdir(exist_ok=True)
    name = model.name.removesuffix(".tar.gz")
    command = [str(RASA_PYTHON), "-m", "rasa", "train", "--out", str(FOLDER), "--fixed-model-name", name]
    with (FOLDER / "train.log").open("w") as log:
        subprocess.run(command, cwd=FOLDER, env=stock_environ(), stdout=log, stderr=log, check=True)
    for old in MODELS.glob("bench-stock-*"):
        old.unlink()
    shutil.move(FOLDER / model.name, model)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml"):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()[:12]


def _uv() -> str:
    """Where scripts/setup.sh finds it."""
    places = (shutil.which("uv"), ROOT / ".uv/bin/uv", ROOT / ".uv/lib/bin/uv")
    return next(str(place) for place in places if place and Path(place).exists())
