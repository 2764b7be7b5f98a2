"""An action server that does what a test tells it, and remembers what it was asked."""

import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Result = dict[str, Any]
NOTHING: Result = {"events": [], "responses": []}


class StandInActions:
    """Listens while it is up; `results` holds what actions answer: a result, (status, body) or a call."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._server: ThreadingHTTPServer | None = None
        self.results: dict[str, Any] = {}
        self.asked: list[dict[str, Any]] = []
        self.connections: set[Any] = set()

    def start(self) -> None:
        """Listen; the port was free a moment ago."""
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on, and drop those that are kept."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            for connection in list(self.connections):
                connection.shutdown(socket.SHUT_RDWR)
            self._server = None

    def reset(self) -> None:
        """Up again, every action answering with nothing."""
        self.results, self.asked = {}, []
        if self._server is None:
            self.start()

    def answer(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body for one call."""
        self.asked.append(asked)
        result = self.results.get(asked["next_action"], NOTHING)
        if isinstance(result, Callable):  # type: ignore[arg-type]
            result = result(asked)
        return result if isinstance(result, tuple) else (200, json.dumps(result).encode())


class _Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no error here."""


def _handler(actions: StandInActions) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one packet, or each answer waits for the other side's delayed acknowledgement.
        wbufsize = 65_536

        def setup(self) -> None:
            super().setup()
            actions.connections.add(self.connection)

        def finish(self) -> None:
            actions.connections.discard(self.connection)
            super().finish()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = actions.answer(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    return Handler
