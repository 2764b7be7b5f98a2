"""Runs the hotline's processes together: start, wait until all serve, keep alive, stop in order."""

import threading
import time
from collections.abc import Callable, Sequence

import urllib3

from bot.running.backoff import Backoff
from bot.running.child import Child
from bot.running.console import Console
from bot.running.errors import StartFailed
from bot.running.process import Process

POLL_S = 0.1
PROBE_TIMEOUT_S = 5.0
DEATHS_ALLOWED = 3


class Supervisor:
    """Owns the processes in the order given; they are stopped in the opposite order."""

    def __init__(
        self,
        processes: Sequence[Process],
        console: Console,
        on_change: Callable[[dict[str, int]], None] = lambda pids: None,
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        self._console = console
        self._on_change = on_change
        self._lock = threading.Lock()
        self._children = [Child(process, console, backoff(), self._changed) for process in processes]

    def start(self) -> None:
        """Start all processes at once."""
        for child in self._children:
            child.start()

    def wait_until_ready(self, deadline_s: float) -> None:
        """Return once every process serves; raises StartFailed when one keeps dying or takes too long."""
        started = time.monotonic()
        waiting = [child for child in self._children if child.process.ready_url]
        while waiting:
            elapsed = time.monotonic() - started
            for child in [child for child in waiting if _serves(child.process)]:
                self._console.say(f"{child.process.name} ready after {elapsed:.1f} s")
                waiting.remove(child)
            _give_up_where_hopeless(waiting, elapsed, deadline_s)
            time.sleep(POLL_S if waiting else 0)

    def stop(self) -> None:
        """Stop all, the last one first, each with its grace."""
        for child in reversed(self._children):
            started = time.monotonic()
            child.stop()
            self._console.say(f"{child.process.name} stopped in {time.monotonic() - started:.1f} s")

    def kill(self) -> None:
        """End everything at once."""
        for child in self._children:
            child.kill()

    def pids(self) -> dict[str, int]:
        """The running processes' ids by name."""
        return {child.process.name: child.pid for child in self._children if child.pid}

    def _changed(self) -> None:
        # Processes start in threads of their own; whoever listens hears of one change after the other.
        with self._lock:
            try:
                self._on_change(self.pids())
            except OSError as error:
                self._console.say(f"the addresses could not be written: {error}")


def _serves(process: Process) -> bool:
    assert process.ready_url
    try:
        answer = urllib3.request(
            "GET",
            process.ready_url,
            headers=process.ready_headers,
            timeout=PROBE_TIMEOUT_S,
            retries=False,
        )
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def _give_up_where_hopeless(waiting: Sequence[Child], elapsed: float, deadline_s: float) -> None:
    for child in waiting:
        if child.deaths >= DEATHS_ALLOWED:
            raise StartFailed(f"{child.process.name} died {child.deaths} times before it served; see above")
    if waiting and elapsed > deadline_s:
        names = ", ".join(child.process.name for child in waiting)
        raise StartFailed(f"not ready after {deadline_s:g} s: {names}")
