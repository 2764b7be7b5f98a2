"""What an earlier hotline left behind when it was killed outright."""

import contextlib
import os
import select
import signal
from pathlib import Path

from bot.running import addresses
from bot.running.console import Console
from bot.running.errors import StartFailed

# Every process of a hotline carries the id of its supervisor: a stranger with a reused id is never touched.
MARK = "HOTLINE_SUPERVISOR"
DEATH_S = 10.0


def clear_leftovers(data_dir: Path, console: Console) -> None:
    """End the processes of a hotline whose supervisor is gone; raises StartFailed when it is still there."""
    last = addresses.read(data_dir)
    if last is None:
        return
    supervisor = last["pid"]
    orphans = [pid for pid in _all_processes() if belongs_to(pid, supervisor)]
    if orphans and _alive(supervisor):
        raise StartFailed(f"a hotline with this data folder runs at {last['web']} (process {supervisor})")
    if orphans:
        console.say(f"ending {len(orphans)} processes left over from a hotline that was killed")
        end(orphans)
    addresses.remove(data_dir)


def belongs_to(pid: int, supervisor: int) -> bool:
    """Whether the process with this id was started by that supervisor."""
    return carries(pid, f"{MARK}={supervisor}")


def carrying(entry: str) -> list[int]:
    """All processes with this entry, NAME=value, in their environment."""
    return [pid for pid in _all_processes() if carries(pid, entry)]


def carries(pid: int, entry: str) -> bool:
    """Whether the process was started with this entry, NAME=value, in its environment."""
    try:
        environ = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return entry.encode() in environ.split(b"\0")


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def end(pids: list[int]) -> None:
    """Kill these processes, and wait until they are gone."""
    handles = [handle for pid in pids if (handle := _open(pid))]
    # All before waiting for any: a master must not get the time to replace a worker.
    for handle in handles:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    for handle in handles:
        # Readable once the process is gone and its ports are free.
        select.select([handle], [], [], DEATH_S)
        os.close(handle)


def _open(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
