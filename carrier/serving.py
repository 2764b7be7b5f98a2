"""Serves the REST interface and the phones over HTTP: in a thread for tests, under gunicorn for people."""

import threading
from collections.abc import Sequence
from typing import Any, Self

from flask import Flask
from gunicorn.app.base import BaseApplication
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from carrier.clock import RealClock
from carrier.network import Network
from carrier.phone_page.api import phone_blueprint
from carrier.rest.account import account_blueprint, answer_unknown

LARGEST_REQUEST = 256 * 1024
THREADS = 32  # a browser waiting for news holds one


def create_app(network: Network, callers: Sequence[tuple[str, str]] = (), hosts: Sequence[str] = ()) -> Flask:
    """The carrier's web application.

    `callers` are numbers and labels for the page; `hosts`, if given, the only host names it answers to.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["TRUSTED_HOSTS"] = list(hosts) or None
    app.register_blueprint(account_blueprint(network))
    app.register_blueprint(phone_blueprint(network, list(callers)))
    app.register_error_handler(HTTPException, answer_unknown)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


class _QuietHandler(WSGIRequestHandler):
    """Tests look at what was answered, not at a log."""

    def log_request(self, *_: object) -> None:
        """Nothing."""


class ServedNetwork:
    """A network served from threads of this process; a context manager whose `url` is TWILIO_API_BASE_URL."""

    def __init__(self, network: Network, host: str, port: int, callers: Sequence[tuple[str, str]]) -> None:
        self._network = network
        self._server = make_server(
            host, port, create_app(network, callers), True, request_handler=_QuietHandler
        )
        self.url = f"http://{host}:{self._server.server_port}"
        self._threads = [threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)]

    def __enter__(self) -> Self:
        if isinstance(self._network.clock, RealClock):
            self._threads.append(start_working(self._network))
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._network.board.agenda.stop()
        for thread in self._threads:
            thread.join(timeout=5)


class CarrierServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with one worker: the network's state is in its memory."""

    def __init__(self, app: Flask, network: Network, bind: str) -> None:
        self._app = app
        self._network = network
        self._bind = bind
        super().__init__()

    def load_config(self) -> None:
        """One process, many threads; the network's own thread starts after the fork."""
        settings: dict[str, Any] = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 3,
            "loglevel": "warning",
            "proc_name": "carrier",
            "control_socket_disable": True,
            "post_worker_init": lambda _: start_working(self._network),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


def start_working(network: Network) -> threading.Thread:
    """Lets a thread of the network's own do what falls due."""
    network.board.settles_itself = False
    worker = threading.Thread(target=network.board.agenda.work, name="carrier-agenda", daemon=True)
    worker.start()
    return worker
