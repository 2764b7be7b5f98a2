"""What a process uses of the machine: processor time and memory, from /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """By a process and those it started: processor seconds so far, MiB resident now, when (monotonic)."""

    cpu_s: float
    memory_mib: float
    at: float

    def share_since(self, before: "Used") -> float:
        """Processor seconds per second since then."""
        return (self.cpu_s - before.cpu_s) / (self.at - before.at)


def used(pid: int) -> Used:
    """By this process and its children: gunicorn's work is done by a child."""
    tree = [pid, *_below(pid)]
    return Used(sum(map(_cpu_s, tree)), sum(map(_memory_mib, tree)), time.monotonic())


def _below(pid: int) -> list[int]:
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(below for child in children for below in _below(child))]


def _cpu_s(pid: int) -> float:
    # Behind the name in brackets, which may hold blanks: fields 14 and 15 of proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _memory_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
