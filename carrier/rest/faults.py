"""What the REST interface does wrong on purpose: refusals and answers that do not come."""

import threading
from dataclasses import dataclass

from carrier.errors import RestRefused

_CODES = {401: 20003, 404: 20404, 429: 20429}


@dataclass
class _Fault:
    deed: str
    times: int
    hangs: float = 0.0
    status: int = 0
    code: int = 0


class RestFaults:
    """Planned faults, each for the next so many requests of its kind, such as `calls.create`."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._faults: list[_Fault] = []
        self._lock = threading.Lock()
        self._released = threading.Event()

    def refuse(self, deed: str, times: int = 1, status: int = 500, code: int | None = None) -> None:
        """Refuses requests: `calls.create`, `calls.update`, `participants.delete`, … or `*` for all."""
        given = _CODES.get(status, 20500) if code is None else code
        self._plan(_Fault(deed, times, status=status, code=given))

    def hang(self, seconds: float, deed: str = "*", times: int = 1) -> None:
        """Lets requests wait for so many real seconds before they are served, if anybody still waits then."""
        self._plan(_Fault(deed, times, hangs=seconds))

    def clear(self) -> None:
        """Nothing goes wrong any more; who hangs is released."""
        with self._lock:
            self._faults.clear()
            self._released.set()

    def meet(self, deed: str) -> None:
        """Lets a request of this kind meet its fault. Raises RestRefused."""
        self.seen.append(deed)
        fault = self._next(deed)
        if fault is None:
            return
        if fault.hangs:
            self._released.wait(fault.hangs)
        if fault.status:
            raise RestRefused(fault.status, fault.code, "The request was refused on purpose")

    def _plan(self, fault: _Fault) -> None:
        with self._lock:
            self._released.clear()
            self._faults.append(fault)

    def _next(self, deed: str) -> _Fault | None:
        with self._lock:
            found = next((fault for fault in self._faults if fault.deed in (deed, "*") and fault.times), None)
            if found is not None:
                found.times -= 1
            return found
