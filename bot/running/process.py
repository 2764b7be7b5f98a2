"""What the supervisor needs to know about a process: how to start it, and how to see that it serves."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """One long-running program; `ready_url` answers 200 once it serves."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str]
    cwd: Path
    ready_url: str | None = None
    ready_headers: dict[str, str] = field(default_factory=dict)
    grace_s: float = 10.0
