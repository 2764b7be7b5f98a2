"""One supervised process: started, started again when it dies, stopped when told."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable

from bot.running.backoff import Backoff
from bot.running.console import Console
from bot.running.process import Process


class Child:
    """Keeps a process running in a session of its own, so that whatever it starts ends with it."""

    def __init__(
        self, process: Process, console: Console, backoff: Backoff, on_start: Callable[[], None]
    ) -> None:
        self.process = process
        self.deaths = 0
        self._console = console
        self._backoff = backoff
        self._on_start = on_start
        self._stopping = threading.Event()
        # Held while starting or signalling: a stop can never miss a process that is just being born.
        # Re-entrant, because a second Ctrl-C may arrive in the middle of the first one's stop.
        self._lock = threading.RLock()
        self._running: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep_running, name=process.name, daemon=True)

    @property
    def pid(self) -> int | None:
        """The process's id while it runs; it is its group's id too."""
        running = self._running
        return running.pid if running else None

    def start(self) -> None:
        """Start the process, for good."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the process to finish, wait for its grace, then end it and all it started."""
        self._stopping.set()
        if not self._thread.is_alive():
            return
        self._signal(signal.SIGTERM)
        self._thread.join(self.process.grace_s)
        if self._thread.is_alive():
            self._console.say(f"{self.process.name} did not stop within {self.process.grace_s:g} s; killed")
            self.kill()
            self._thread.join()

    def kill(self) -> None:
        """End the process and all it started at once, for good."""
        self._stopping.set()
        with self._lock:
            if self._running:
                _kill_group(self._running.pid)

    def _signal(self, number: signal.Signals) -> None:
        with self._lock:
            if self._running:
                self._running.send_signal(number)

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            reason = self._run_once()
            if self._stopping.is_set():
                return
            self.deaths += 1
            pause = self._backoff.after(time.monotonic() - started)
            self._console.say(f"{self.process.name} {reason}; starting it again in {pause:g} s")
            self._stopping.wait(pause)

    def _run_once(self) -> str:
        """Run the process to its end and return how it ended."""
        try:
            running = self._spawn()
        except OSError as error:
            return f"cannot be started ({error.strerror})"
        if running is None:
            return "was not started"
        reader = threading.Thread(target=self._pass_on, args=(running,), daemon=True)
        reader.start()
        try:
            self._on_start()
            code = running.wait()
        finally:
            self._bury(running)
            reader.join()
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def _spawn(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            process = self.process
            self._running = subprocess.Popen(
                process.command,
                env=process.environ,
                cwd=process.cwd,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            return self._running

    def _bury(self, ended: subprocess.Popen[str]) -> None:
        with self._lock:
            self._running = None
            # Workers of a parent that was killed would go on holding its port.
            _kill_group(ended.pid)

    def _pass_on(self, running: subprocess.Popen[str]) -> None:
        assert running.stdout
        with running.stdout as lines:
            for line in lines:
                self._console.write(self.process.name, line.rstrip())


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
