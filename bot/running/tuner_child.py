"""The process a job runs in: started niced, watched, ended with all it started."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.running import leftovers

# Carried by all that a job starts, in whatever session: by it they are found.
MARK = "HOTLINE_TUNING"
NICE = 10
END_GRACE_S = 3.0
# One core is enough for a training; the other stays with the callers.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def job_command(job_id: int) -> tuple[str, ...]:
    """Does a job."""
    return (sys.executable, "-m", "bot.running.tuner_job", str(job_id))


def mark_of(data_dir: Path) -> str:
    """As it stands in the environment of everything a job of this data folder starts."""
    return f"{MARK}={data_dir.resolve()}"


def be_nice() -> None:
    """Let everybody else go first, also where the system shares processors by session."""
    os.nice(max(0, NICE - os.nice(0)))
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), "utf-8")


class TunerChild:
    """One job's process; it has a session of its own, and everything it says goes to its log."""

    def __init__(self, command: Sequence[str], cwd: Path, log: Path, environ: Mapping[str, str]) -> None:
        self._mark = next(f"{MARK}={value}" for name, value in environ.items() if name == MARK)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._running = subprocess.Popen(
                command,
                cwd=cwd,
                env=dict(environ),
                # Closed when we die, however: then the job ends itself.
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        with contextlib.suppress(OSError):
            Path(f"/proc/{self._running.pid}/autogroup").write_text(str(NICE), "utf-8")

    def ended(self, within_s: float) -> bool:
        """Whether it ended in that time."""
        try:
            self._running.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> None:
        """Ask it to stop, wait a moment, then end it; nothing of what it started is left."""
        self._running.terminate()
        self.ended(END_GRACE_S)
        leftovers.end(leftovers.carrying(self._mark))
        self._running.wait()
        if self._running.stdin:
            self._running.stdin.close()
