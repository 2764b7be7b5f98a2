"""Libraries that only variants need: installed beside the environments, never part of them."""

import shutil
import subprocess
from pathlib import Path

from benchmarks.intents.sentences import ROOT
from benchmarks.stock.training import RASA_PYTHON

FOLDER = ROOT / "var" / "bench" / "intents-libraries"
LIBRARIES = ("simplemma==2.0.0", "snowballstemmer==3.1.1", "compound-split==1.0.2")


def libraries() -> Path | None:
    """The folder to import them from; None where they cannot be installed (no network)."""
    if FOLDER.exists():
        return FOLDER
    command = [_uv(), "pip", "install", "--quiet", "--no-deps", "--python", str(RASA_PYTHON)]
    installed = subprocess.run([*command, "--target", str(FOLDER), *LIBRARIES], check=False)
    if installed.returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)
        return None
    return FOLDER


def _uv() -> str:
    """Where scripts/setup.sh finds it."""
    places = (shutil.which("uv"), ROOT / ".uv/bin/uv", ROOT / ".uv/lib/bin/uv")
    return next(str(place) for place in places if place and Path(place).exists())
