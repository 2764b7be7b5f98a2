"""Tiny programs for the supervisor to run, and a console whose lines a test can wait for."""

import io
import os
import queue
import sys
from pathlib import Path

from bot.running.process import Process

PATIENCE_S = 20

SERVING = """
import http.server, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("serving", flush=True)
server.serve_forever()
"""
WAITING = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
print("up", flush=True)
signal.sigwait({signal.SIGTERM})
print("finishing", flush=True)
"""
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
while True: signal.pause()
"""
WITH_WORKER = """
import subprocess, sys
worker = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print("worker", worker.pid, flush=True)
worker.wait()
"""
FAILING = "import sys; print('cannot go on', flush=True); sys.exit(3)"


class Screen(io.StringIO):
    """A stream that is no terminal and hands its lines to the test."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def write(self, text: str) -> int:
        self._lines.put(text.rstrip("\n"))
        return len(text)

    def wait_for(self, part: str) -> str:
        """The next line that contains `part`; fails after a while."""
        while True:
            line = self._lines.get(timeout=PATIENCE_S)
            self.seen.append(line)
            if part in line:
                return line

    def rest(self) -> list[str]:
        """All lines so far."""
        while not self._lines.empty():
            self.seen.append(self._lines.get())
        return self.seen


def program(
    name: str, source: str, *arguments: object, port: int | None = None, grace_s: float = 10
) -> Process:
    """A process running a few lines of Python."""
    command = (sys.executable, "-I", "-S", "-c", source, *map(str, arguments))
    ready = f"http://127.0.0.1:{port}/" if port else None
    return Process(name, command, dict(os.environ), Path.cwd(), ready, grace_s=grace_s)
