"""A process in Rasa's environment that answers one line of JSON with another."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.intents.sentences import ROOT
from benchmarks.stock.training import RASA_PYTHON

ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


class Inside:
    """A running process."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Its answer; RuntimeError when it ended instead."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        if line := self._process.stdout.readline():
            answer: dict[str, Any] = json.loads(line)
            return answer
        raise RuntimeError(f"a process in Rasa's environment ended; see {self._log}")


@contextmanager
def inside(module: str, folder: Path, libraries: Path | None = None) -> Iterator[Inside]:
    """The module running until the end of the block; what it prints is in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{module.rpartition('.')[2]}.log"
    with log.open("a") as errors:
        process = subprocess.Popen(
            [str(RASA_PYTHON), "-m", module],
            cwd=folder,
            env=_environ(libraries),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield Inside(process, log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()
    process.wait(30)
    assert process.stdout
    process.stdout.close()


def _environ(libraries: Path | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    paths = os.pathsep.join(str(path) for path in (ROOT, libraries) if path)
    # Without Rasa's cache: a part trained for another candidate would make the next look quick.
    rasa = {"RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return {**kept, "PYTHONPATH": paths, **rasa, **ONE_THREAD}
