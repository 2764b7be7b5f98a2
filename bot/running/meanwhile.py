"""Processes that run only while something is done with them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.running.console import Console
from bot.running.process import Process
from bot.running.supervisor import Supervisor

READY_DEADLINE_S = 180.0


@contextmanager
def meanwhile(processes: Sequence[Process], console: Console) -> Iterator[None]:
    """All serve inside, and are stopped afterwards; raises StartFailed."""
    supervisor = Supervisor(processes, console)
    try:
        supervisor.start()
        supervisor.wait_until_ready(READY_DEADLINE_S)
        yield
    finally:
        supervisor.stop()
