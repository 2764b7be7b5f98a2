"""Delivery over real sockets: refused, slow, redirected, oversized, repeated."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from carrier.errors import DeliveryFailed
from carrier.web.courier import Courier
from carrier.web.exchange import Exchange, Request
from carrier.web.transport import SocketTransport
from tests.carrier.scripted import TOKEN

PARAMS = {"CallSid": "CA1", "Digits": "12", "FromCity": ""}


@dataclass
class Server:
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    refuse_first: int = 0
    hold: threading.Event = field(default_factory=threading.Event)


def handler_for(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            server.asked.append(
                {"path": self.path, "method": self.command, "body": body, "headers": dict(self.headers)}
            )
            self._answer()

        do_GET = do_POST  # noqa: N815

        def _answer(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/slow":
                server.hold.wait(5)
            if path.startswith("/to/"):
                return self._send(int(path[4:7]), {"Location": "/end" if path.endswith("end") else path}, b"")
            if path == "/flaky" and server.refuse_first > 0:
                server.refuse_first -= 1
                return self._send(503, {}, b"")
            size = 200_000 if path == "/big" else 11
            return self._send(200, {"Content-Type": "text/xml"}, b"<Response/>".ljust(size))

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(server))
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.hold.set()
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def courier() -> Courier:
    return Courier(TOKEN, SocketTransport(), report=lambda _: None)


def post(courier: Courier, url: str) -> Exchange:
    return courier.deliver(Request(url, "POST", PARAMS, "voice", "token-1"))


def failure(courier: Courier, url: str) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        post(courier, url)
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_form_arrives_with_its_empty_fields(server, courier):
    exchange = post(courier, f"{server.url}/voice")
    assert (exchange.status, exchange.body) == (200, b"<Response/>")
    assert server.asked[0]["body"] == "CallSid=CA1&Digits=12&FromCity="
    assert exchange.seconds > 0


def test_a_refused_connection_is_tried_twice(courier):
    fault = failure(courier, f"http://127.0.0.1:{free_port()}/")
    assert (fault.code, fault.exchange.attempts, fault.exchange.status) == (11202, 2, 0)


def test_the_fragment_says_how_often_to_try(courier):
    fault = failure(courier, f"http://127.0.0.1:{free_port()}/#rc=0")
    assert fault.exchange.attempts == 1


def test_a_slow_answer_is_not_waited_for_and_by_default_not_repeated(server, courier):
    fault = failure(courier, f"{server.url}/slow#rt=100")
    assert (fault.code, fault.exchange.attempts, len(server.asked)) == (11203, 1, 1)
    assert fault.exchange.seconds < 2


def test_a_slow_answer_is_repeated_where_the_policy_says_so_with_the_same_token(server, courier):
    failure(courier, f"{server.url}/slow#rt=100&rc=2&rp=rt")
    assert [entry["headers"]["I-Twilio-Idempotency-Token"] for entry in server.asked] == ["token-1"] * 3


def test_the_total_time_covers_all_attempts(server, courier):
    fault = failure(courier, f"{server.url}/slow#rt=150&tt=200&rc=5&rp=rt")
    assert len(server.asked) <= 2
    assert fault.exchange.seconds < 1


def test_server_errors_are_repeated_only_on_request(server, courier):
    server.refuse_first = 1
    assert failure(courier, f"{server.url}/flaky").code == 11200
    server.refuse_first = 1
    assert post(courier, f"{server.url}/flaky#rp=5xx").status == 200


@pytest.mark.parametrize(("status", "method"), [(301, "GET"), (302, "GET"), (307, "POST")])
def test_redirects_are_followed_and_lose_the_digits(server, courier, status, method):
    exchange = post(courier, f"{server.url}/to/{status}/end")
    first, second = server.asked
    assert "Digits=12" in first["body"]
    assert (second["method"], exchange.status) == (method, 200)
    assert "Digits" not in second["body"] + second["path"]
    assert "CallSid=CA1" in second["body"] + second["path"]


def test_a_redirect_is_signed_anew(server, courier):
    exchange = post(courier, f"{server.url}/to/307/end")
    first, second = (entry["headers"]["X-Twilio-Signature"] for entry in server.asked)
    assert first != second == exchange.signature


def test_ten_redirects_are_the_most(server, courier):
    assert failure(courier, f"{server.url}/to/307").code == 11215
    assert len(server.asked) == 11


def test_no_more_is_read_than_can_be_played(server, courier):
    assert 65_536 < len(post(courier, f"{server.url}/big").body) < 100_000


@pytest.mark.parametrize("url", ["", "ftp://a/b", "/voice", "http://", "javascript:alert(1)"])
def test_what_is_no_web_address_is_not_asked(courier, url):
    assert failure(courier, url).code == 11100


def test_a_name_that_does_not_exist_is_said_to_be_so(courier):
    assert failure(courier, "http://nowhere.invalid/").code == 11210


def test_user_and_password_are_sent_as_basic_auth(server, courier):
    post(courier, server.url.replace("http://", "http://anna:s%40fe@") + "/voice")
    assert server.asked[0]["headers"]["Authorization"] == "Basic YW5uYTpzQGZl"
