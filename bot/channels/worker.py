"""A thread of its own for what falls due beside the calls."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

AFTER_A_FAULT_S = 5.0
LAST_WORK_S = 15.0


class Worker:
    """`work()` does what is due and gives the seconds to rest; its faults are logged and end nothing."""

    def __init__(self, name: str, work: Callable[[], float]) -> None:
        self._name = name
        self._work = work
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, also with what an earlier process left behind."""
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Finish what is under way and stop."""
        self._stopped.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout=LAST_WORK_S)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait(self._worked())
            self._woken.clear()

    def _worked(self) -> float:
        try:
            return self._work()
        except Exception as error:
            # The thread must outlive a database that is away for a while.
            log.warning("worker_paused", worker=self._name, fault=type(error).__name__)
            return AFTER_A_FAULT_S
