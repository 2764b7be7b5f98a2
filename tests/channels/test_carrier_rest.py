"""The carrier's REST interface: what may be tried again, and what never."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from bot.channels.carrier_rest import CarrierCalls, CarrierRest, make_client
from bot.channels.outbox import MessageRefused
from bot.errors import CallGone, CallRefused, CarrierUnavailable
from tests.builders import CALLER


class Answering(HTTPServer):
    """Answers every request with the same status and body, and remembers what was asked."""

    status, body = 201, '{"sid": "SM1"}'
    asked: list[tuple[str, dict[str, list[str]]]]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Answering)
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        server.asked.append((self.path, sent))
        self.send_response(server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(server.body.encode())

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Answering)
        server.asked.append((self.path, {}))
        self.send_response(server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(server.body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def carrier() -> Iterator[Answering]:
    server = Answering(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def rest(server: Answering) -> CarrierRest:
    client = make_client("AC1", "12345", f"http://127.0.0.1:{server.server_port}")
    return CarrierRest(client, "+4930901820", "https://hotline.example/twilio/sms/status")


def test_a_message_goes_out_from_the_hotline_s_number_with_a_way_back(carrier: Answering) -> None:
    assert rest(carrier).send_message(CALLER, "Grüße & mehr") == "SM1"
    path, sent = carrier.asked[0]
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert (sent["To"], sent["From"], sent["Body"]) == ([CALLER], ["+4930901820"], ["Grüße & mehr"])
    assert sent["StatusCallback"] == ["https://hotline.example/twilio/sms/status"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_tired_carrier_may_be_asked_again(carrier: Answering, status: int) -> None:
    carrier.status, carrier.body = status, json.dumps({"code": 20429, "message": CALLER, "status": status})
    with pytest.raises(CarrierUnavailable) as refused:
        rest(carrier).send_message(CALLER, "x")
    assert CALLER not in str(refused.value)


def test_a_refusal_is_final_and_names_the_code(carrier: Answering) -> None:
    carrier.status, carrier.body = 400, json.dumps({"code": 21610, "message": CALLER, "status": 400})
    with pytest.raises(MessageRefused) as refused:
        rest(carrier).send_message(CALLER, "x")
    assert refused.value.code == "21610"


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_password_of_ours_is_no_refusal_of_the_message(carrier: Answering, status: int) -> None:
    carrier.status, carrier.body = status, json.dumps({"code": 20003, "message": "no", "status": status})
    with pytest.raises(CarrierUnavailable):
        rest(carrier).send_message(CALLER, "x")


def test_a_carrier_that_is_not_there_may_be_asked_again(carrier: Answering) -> None:
    sender = CarrierRest(
        make_client("AC1", "12345", "http://127.0.0.1:9"), "+4930901820", "https://x.example"
    )
    with pytest.raises(CarrierUnavailable):
        sender.send_message(CALLER, "x")


def test_an_answer_that_is_no_json_may_be_asked_again(carrier: Answering) -> None:
    carrier.status, carrier.body = 502, "<html>bad gateway</html>"
    with pytest.raises(CarrierUnavailable):
        rest(carrier).send_message(CALLER, "x")


# --- calls ---


def calls(server: Answering) -> CarrierCalls:
    client = make_client("AC1", "12345", f"http://127.0.0.1:{server.server_port}", 5)
    return CarrierCalls(client, "+4930901820")


def refusal(status: int, code: int) -> str:
    return json.dumps({"code": code, "message": CALLER, "status": status})


def test_a_phone_is_rung_for_as_long_as_said(carrier: Answering) -> None:
    carrier.body = '{"sid": "CA1"}'
    assert calls(carrier).call(CALLER, "https://h/a?x=1", "https://h/s?x=1", 15) == "CA1"
    path, sent = carrier.asked[0]
    assert path == "/2010-04-01/Accounts/AC1/Calls.json"
    assert (sent["To"], sent["From"], sent["Timeout"]) == ([CALLER], ["+4930901820"], ["15"])
    assert (sent["Url"], sent["StatusCallback"]) == (["https://h/a?x=1"], ["https://h/s?x=1"])
    assert sent["StatusCallbackEvent"] == ["initiated", "ringing", "completed"]


def test_a_machine_is_looked_for_beside_the_talk_where_that_was_asked(carrier: Answering) -> None:
    carrier.body = '{"sid": "CA1"}'
    calls(carrier).call(CALLER, "https://h/a", "https://h/s", 15)
    calls(carrier).call(CALLER, "https://h/a", "https://h/s", 30, "https://h/m")
    plain, detecting = (sent for _, sent in carrier.asked)
    assert "MachineDetection" not in plain
    told = (detecting["MachineDetection"], detecting["AsyncAmd"], detecting["AsyncAmdStatusCallback"])
    assert told == (["DetectMessageEnd"], ["true"], ["https://h/m"])


def test_a_call_is_moved_told_and_ended(carrier: Answering) -> None:
    carrier.status, carrier.body = 200, '{"sid": "CA1"}'
    calls(carrier).move("CA1", "https://h/join")
    calls(carrier).say_and_end("CA1", "<Response/>")
    calls(carrier).hang_up("CA1")
    assert [sent for _, sent in carrier.asked] == [
        {"Url": ["https://h/join"], "Method": ["POST"]},
        {"Twiml": ["<Response/>"]},
        {"Status": ["completed"]},
    ]
    assert {path for path, _ in carrier.asked} == {"/2010-04-01/Accounts/AC1/Calls/CA1.json"}


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (400, 21220)])
def test_a_call_that_is_over_is_gone(carrier: Answering, status: int, code: int) -> None:
    carrier.status, carrier.body = status, refusal(status, code)
    with pytest.raises(CallGone) as gone:
        calls(carrier).move("CA1", "https://h/join")
    assert CALLER not in str(gone.value)
    assert calls(carrier).is_over("CA1")


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_everything_else_may_be_tried_again(carrier: Answering, status: int) -> None:
    carrier.status, carrier.body = status, refusal(status, 20001)
    for deed in (lambda: calls(carrier).hang_up("CA1"), lambda: calls(carrier).is_over("CA1")):
        with pytest.raises(CarrierUnavailable) as fault:
            deed()
        assert not isinstance(fault.value, CallGone)


def test_a_number_that_cannot_be_called_is_told_from_a_tired_carrier(carrier: Answering) -> None:
    carrier.status, carrier.body = 400, refusal(400, 21211)
    with pytest.raises(CallRefused) as refused:
        calls(carrier).call(CALLER, "https://h/a", "https://h/s", 15)
    assert refused.value.code == "21211"
    carrier.status, carrier.body = 503, refusal(503, 20001)
    with pytest.raises(CarrierUnavailable) as tired:
        calls(carrier).call(CALLER, "https://h/a", "https://h/s", 15)
    assert not isinstance(tired.value, CallRefused)


@pytest.mark.parametrize(
    ("status", "over"), [("in-progress", False), ("ringing", False), ("completed", True)]
)
def test_the_carrier_knows_whether_a_call_is_over(carrier: Answering, status: str, over: bool) -> None:
    carrier.status, carrier.body = 200, json.dumps({"sid": "CA1", "status": status})
    assert calls(carrier).is_over("CA1") is over


def test_a_carrier_that_is_not_there_neither_calls_nor_moves() -> None:
    nobody = CarrierCalls(make_client("AC1", "12345", "http://127.0.0.1:9", 5), "+4930901820")
    with pytest.raises(CarrierUnavailable):
        nobody.call(CALLER, "https://h/a", "https://h/s", 15)
    with pytest.raises(CarrierUnavailable):
        nobody.move("CA1", "https://h/join")
