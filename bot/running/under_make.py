"""Hears a Ctrl-C that only `make` was sent.

From a terminal the whole group gets SIGINT. Sent to make's own process id, make does not pass it on: it puts
SIGINT back to its default and waits for us, for ever. A make that was killed outright leaves us alone.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

POLL_S = 0.5
SIGINT_BIT = 1 << (signal.SIGINT - 1)


def watch(
    give_up: Callable[[], None] = lambda: os.kill(os.getpid(), signal.SIGTERM),
    poll_s: float = POLL_S,
) -> None:
    """Call `give_up` once the make that started us was told to stop or is gone; nothing without make."""
    parent = os.getppid()
    if "MAKELEVEL" in os.environ and catches_interrupt(parent):
        threading.Thread(target=_watch, args=(parent, give_up, poll_s), daemon=True).start()


def catches_interrupt(pid: int) -> bool:
    """Whether a process still has a handler for SIGINT."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) & SIGINT_BIT)


def _watch(parent: int, give_up: Callable[[], None], poll_s: float) -> None:
    while os.getppid() == parent and catches_interrupt(parent):
        time.sleep(poll_s)
    give_up()
