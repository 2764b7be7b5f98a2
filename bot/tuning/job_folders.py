"""Where a job works, what it writes down, and how it is cleared away."""

import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TAIL_BYTES = 64_000
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
LOGS_KEPT = 40


@dataclass(frozen=True)
class JobFolders:
    """Of one checkout and one data folder; what is only needed while a job runs goes with `clear`."""

    root: Path
    data_dir: Path

    def of(self, job_id: int) -> Path:
        """The job's own folder, for everything it needs meanwhile."""
        return self.data_dir / "tuning" / str(job_id)

    def log(self, job_id: int) -> Path:
        """What it said; kept afterwards."""
        return self.data_dir / "logs" / f"tuning-{job_id}.log"

    @property
    def staged(self) -> Path:
        """Models on their way to being a version; beside the others, so that moving one is one step."""
        owner = sha256(str(self.data_dir.resolve()).encode()).hexdigest()[:8]
        return self.root / "models" / f".candidate-{owner}"

    def clear(self) -> None:
        """Nothing runs: away with all that is half made, and with the oldest logs."""
        for folder in (self.data_dir / "tuning", self.staged):
            shutil.rmtree(folder, ignore_errors=True)
        logs = (self.data_dir / "logs").glob("tuning-*.log")
        for log in sorted(logs, key=lambda path: path.stat().st_mtime)[:-LOGS_KEPT]:
            log.unlink(missing_ok=True)


def tail(log: Path, lines: int = 200) -> list[str]:
    """The end of a log, without colours; nothing where there is none (any more)."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL_BYTES))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return []
    return COLOURS.sub("", text).splitlines()[-lines:]
