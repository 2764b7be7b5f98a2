"""A Ctrl-C that only make was sent stops the hotline all the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.running.programs import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
WATCHING = """
import signal
from bot.running import under_make
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
under_make.watch(poll_s=0.01)
print("watching", flush=True)
signal.sigwait({signal.SIGTERM})
print("told to stop", flush=True)
"""


def make(folder: Path) -> subprocess.Popen[str]:
    (folder / "watching.py").write_text(WATCHING)
    (folder / "Makefile").write_text(f"run:\n\t@exec {sys.executable} watching.py\n")
    return subprocess.Popen(
        ["make", "--no-print-directory", "run"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests started in the background of a script inherit that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def first_and_last_words_after(folder: Path, number: signal.Signals) -> list[str]:
    with make(folder) as running:
        assert running.stdout
        first = running.stdout.readline()
        running.send_signal(number)
        try:
            return [first, running.communicate(timeout=PATIENCE_S)[0]]
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise


def test_an_interrupt_sent_to_make_alone_reaches_us(tmp_path: Path) -> None:
    assert first_and_last_words_after(tmp_path, signal.SIGINT) == ["watching\n", "told to stop\n"]


def test_we_do_not_outlive_a_make_that_was_killed(tmp_path: Path) -> None:
    assert first_and_last_words_after(tmp_path, signal.SIGKILL) == ["watching\n", "told to stop\n"]
