"""Whole calls of `tests/conversations`, played on a hotline of their own that runs on a candidate."""

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dotenv import dotenv_values

from bot.running.tuner_child import MARK
from bot.tuning.versions import Version

CALLS = Path("tests") / "conversations"
# All 516 of them take minutes; whoever asks for all gets the time for it.
TIMEOUT_S = 3600.0
GRACE_S = 60.0
# Nothing of a running hotline: its database above all. Only what programs need to be found and to write.
# The mark is by what a cancelled job finds all it started.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", MARK)
# More names than anybody reads.
NAMED = 20


def rehearse(root: Path, candidate: Version, of_each_file: int, log: Path) -> dict[str, Any]:
    """{"ran": True, "of", "failed": [names], "failures", "seconds", "all"}; or {"ran": False, "why": code}.

    Codes: no_tests, no_pytest, none_played (the tests broke before the first call; the log tells).
    """
    if why := _why_not(root):
        return {"ran": False, "why": why, "of": 0, "failed": [], "failures": 0}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        report = Path(folder) / "calls.xml"
        command = _command(report, of_each_file, Path(folder))
        _play(command, root, _environment(root, candidate), log)
        return {**_read(report), "seconds": round(time.monotonic() - began, 1), "all": of_each_file == 0}


def _why_not(root: Path) -> str | None:
    if not (root / CALLS / "test_conversations.py").exists():
        return "no_tests"
    return None if importlib.util.find_spec("pytest") else "no_pytest"


def _command(report: Path, of_each_file: int, folder: Path) -> list[str]:
    chosen = [f"--of-each-file={of_each_file}"] if of_each_file else []
    quiet = ("-q", "--tb=short", "-p", "no:cacheprovider", f"--basetemp={folder / 'calls'}")
    tests = str(CALLS / "test_conversations.py")
    return [sys.executable, "-m", "pytest", *quiet, f"--junitxml={report}", *chosen, tests]


def _play(command: list[str], root: Path, environ: Mapping[str, str], log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w") as lines,
        subprocess.Popen(
            command, cwd=root, env=environ, stdin=subprocess.DEVNULL, stdout=lines, stderr=lines
        ) as playing,
    ):
        try:
            playing.wait(TIMEOUT_S)
        finally:
            _end(playing)


def _end(playing: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does, so that the hotline it started is stopped too."""
    if playing.poll() is None:
        playing.send_signal(signal.SIGINT)
        try:
            playing.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            playing.kill()


def _environment(root: Path, candidate: Version) -> dict[str, str]:
    """What stands in .env is set to nothing, or the rehearsal would be held in the real database."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    nothing = dict.fromkeys(dotenv_values(root / ".env"), "")
    models = f"{candidate.rasa_model},{candidate.gate_model}"
    return {**nothing, **kept, "PYTHONPATH": str(root), "HOTLINE_MODELS": models}


def _read(report: Path) -> Mapping[str, Any]:
    cases = list(_cases(report))
    failed = sorted(_named(case.get("name", "")) for case in cases if _has_failed(case))
    if not cases:
        return {"ran": False, "why": "none_played", "of": 0, "failed": [], "failures": 0}
    return {"ran": True, "of": len(cases), "failed": failed[:NAMED], "failures": len(failed)}


def _named(test: str) -> str:
    """The scenario alone, as its file names it: pytest puts a function before it, and escapes umlauts."""
    _, _, scenario = test.partition("[")
    return scenario.removesuffix("]").encode("latin-1", "backslashreplace").decode("unicode_escape") or test


def _has_failed(case: ElementTree.Element) -> bool:
    return any(case.find(kind) is not None for kind in ("failure", "error"))


def _cases(report: Path) -> list[ElementTree.Element]:
    if not report.exists():
        return []
    # Written by our own tests a moment ago.
    return list(ElementTree.parse(report).iter("testcase"))  # noqa: S314
