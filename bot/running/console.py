"""What the operator sees: whole lines, each with the name of the process it comes from."""

import threading
from typing import TextIO

COLOURS = ("36", "33", "35", "32", "34", "31")
WIDTH = 8


class Console:
    """Writes lines of several processes to one stream without mixing them; colours only on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._coloured = stream.isatty()
        self._names: list[str] = []
        # Re-entrant: a signal may interrupt the main thread while it writes, and its handler writes too.
        self._lock = threading.RLock()

    def write(self, name: str, line: str) -> None:
        """Write one line under a process's name."""
        with self._lock:
            self._stream.write(f"{self._prefix(name)} {line}\n")
            self._stream.flush()

    def say(self, line: str) -> None:
        """Write a line of the supervisor's own."""
        self.write("hotline", line)

    def _prefix(self, name: str) -> str:
        if name not in self._names:
            self._names.append(name)
        text = f"{name:<{WIDTH}}|"
        if not self._coloured:
            return text
        return f"\x1b[{COLOURS[self._names.index(name) % len(COLOURS)]}m{text}\x1b[0m"
