"""Carries one HTTP request: over a socket, or straight into a WSGI application in this process."""

import sys
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from carrier.twiml.document import LARGEST_BODY


@dataclass(frozen=True)
class Outgoing:
    """One HTTP request; seconds to connect and to read, and the moment (monotonic) when all is over."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    connect: float = 5.0
    read: float = 15.0
    deadline: float = field(default_factory=lambda: time.monotonic() + 15.0)


@dataclass(frozen=True)
class Incoming:
    """One HTTP answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()


class TransportFailed(Exception):
    """No answer: Twilio's code, and whether connecting (`ct`) or reading (`rt`) failed."""

    def __init__(self, code: int, phase: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.phase = phase


class Transport(Protocol):
    """Sends one request and returns its answer, or raises TransportFailed."""

    def send(self, outgoing: Outgoing) -> Incoming:
        """Follows no redirect and repeats nothing."""
        ...


class SocketTransport:
    """HTTP over urllib3, one connection per request: a kept one may have been closed by the other side."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(maxsize=4)

    def send(self, outgoing: Outgoing) -> Incoming:
        """Reads at most one byte more than Twilio allows."""
        try:
            return self._send(outgoing)
        except (HTTPError, OSError) as fault:
            raise _failure(fault) from fault

    def _send(self, outgoing: Outgoing) -> Incoming:
        left = max(0.05, outgoing.deadline - time.monotonic())
        response = self._pool.request(
            outgoing.method,
            outgoing.url,
            body=outgoing.body,
            headers=outgoing.headers,
            timeout=urllib3.Timeout(connect=min(outgoing.connect, left), read=min(outgoing.read, left)),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            body = _read_body(response, outgoing.deadline)
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Incoming(response.status, headers, body, tuple(response.headers.getlist("set-cookie")))


class WsgiTransport:
    """Calls a WSGI application directly: as fast as a function call, with any host name and HTTPS."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def send(self, outgoing: Outgoing) -> Incoming:
        """A crash in the application is what a server would make of it: status 500."""
        from werkzeug.test import run_wsgi_app

        try:
            chunks, status, headers = run_wsgi_app(self._app, _environ(outgoing), buffered=True)
        except Exception as fault:  # a server would answer 500
            return Incoming(500, {"content-type": "text/plain"}, repr(fault).encode())
        received = {name.lower(): value for name, value in headers.items()}
        cookies = tuple(headers.getlist("set-cookie"))
        return Incoming(int(status.partition(" ")[0]), received, b"".join(chunks), cookies)


def _environ(outgoing: Outgoing) -> dict[str, Any]:
    """What a server makes of the request; written by hand because whole days of calls go through here."""
    parts = urlsplit(outgoing.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": outgoing.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_LENGTH": str(len(outgoing.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(outgoing.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in outgoing.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


def _read_body(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    body = b""
    while len(body) <= LARGEST_BODY and (chunk := response.read(16_384)):
        body += chunk
        if time.monotonic() > deadline:
            raise TransportFailed(11203, "rt", "the answer took too long")
    return body


def _failure(fault: Exception) -> TransportFailed:
    code, phase = _classify(fault)
    return TransportFailed(code, phase, f"{type(fault).__name__}: {fault}")


def _classify(fault: Exception) -> tuple[int, str]:
    match fault:
        case LocationParseError():
            return 11100, "url"
        case ConnectTimeoutError() if not isinstance(fault, NewConnectionError):
            return 11201, "ct"
        case NameResolutionError():
            return 11210, "ct"
        case NewConnectionError():
            return (11202 if isinstance(fault.__cause__, ConnectionRefusedError) else 11205), "ct"
        case SSLError():
            return (11237 if "CERTIFICATE_VERIFY" in str(fault) else 11220), "ct"
        case ReadTimeoutError():
            return 11203, "rt"
    return 11205, "rt"
