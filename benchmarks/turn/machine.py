"""The machine and the versions a figure was measured with."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.stock.training import JSONSCHEMA, RASA_PYTHON

SERVER = ("flask", "gunicorn", "sqlalchemy", "rasa-sdk")
RASA = ("rasa", "tensorflow", "scikit-learn", "sanic", "jsonschema")
_ASK = "import sys; from importlib.metadata import version; print(*[version(n) for n in sys.argv[1:]])"


def machine() -> list[str]:
    """Lines that describe it."""
    processor = _field("/proc/cpuinfo", "model name")
    memory = int(_field("/proc/meminfo", "MemTotal").split()[0]) / 1024**2
    return [
        f"{os.cpu_count()} cores ({processor}), {memory:.0f} GB, {platform.system()} {platform.release()}",
        f"server: Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in SERVER),
        f"Rasa: {', '.join(_rasa_versions())}; the stock set-up with {JSONSCHEMA.replace('==', ' ')}",
    ]


def moment() -> str:
    """Now, and how busy the machine has been."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load}"


def _rasa_versions() -> list[str]:
    found = subprocess.run([str(RASA_PYTHON), "-c", _ASK, *RASA], capture_output=True, text=True, check=True)
    return [f"{name} {number}" for name, number in zip(RASA, found.stdout.split(), strict=True)]


def _field(path: str, name: str) -> str:
    lines = Path(path).read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "unknown")
