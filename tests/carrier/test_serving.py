"""`python -m carrier serve` as a process of its own, in real time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
import urllib3
from werkzeug.serving import make_server

from tests.carrier.scripted import ACCOUNT, CALLER, HOTLINE, TOKEN, ScriptedApp

COMMAND = [sys.executable, "-m", "carrier", "serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = 15) -> bool:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        pause.wait(0.03)
    return bool(condition())


def is_up(url: str) -> bool:
    try:
        return urllib3.request("GET", url, retries=False, timeout=1).status == 200
    except urllib3.exceptions.HTTPError:
        return False


@pytest.fixture
def application() -> Iterator[tuple[ScriptedApp, str]]:
    answers = {"/voice": "<Gather><Say>Ja?</Say></Gather>", "/sms": "<Message>Da</Message>"}
    app = ScriptedApp(answers | {"/status": "", "/sms-status": ""})
    server = make_server("127.0.0.1", 0, app.wsgi(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def carrier(application) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    _, base = application
    port = free_port()
    secrets = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "HOTLINE_NUMBER": HOTLINE}
    options = ["--port", str(port), "--voice-url", f"{base}/voice", "--voice-status-url", f"{base}/status",
               "--sms-url", f"{base}/sms", "--sms-status-url", f"{base}/sms-status"]  # fmt: skip
    process = subprocess.Popen([*COMMAND, *options], env=os.environ | secrets)
    assert until(lambda: is_up(f"http://127.0.0.1:{port}/healthz"))
    yield f"http://127.0.0.1:{port}", process
    process.terminate()
    process.wait(10)


def test_calls_messages_and_callbacks_work_in_real_time(application, carrier):
    app, _ = application
    url, _ = carrier
    call = urllib3.request("POST", f"{url}/phone/api/calls", json={"from": CALLER}).json()
    assert call["entries"][0]["text"] == "Ja?"
    urllib3.request("POST", f"{url}/phone/api/calls/{call['sid']}/hangup", json={})
    assert until(lambda: app.asked_for("/status"))
    urllib3.request("POST", f"{url}/phone/api/phone/messages", json={"number": CALLER, "text": "Hallo"})
    assert until(lambda: len(app.asked_for("/sms-status")) == 2)


def test_an_outbound_call_rings_until_the_phone_takes_it(carrier):
    url, _ = carrier
    headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
    calls = f"{url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    twiml = "<Response><Gather><Say>Rückruf</Say></Gather></Response>"
    form = urlencode({"To": CALLER, "From": HOTLINE, "Twiml": twiml})
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    placed = urllib3.request("POST", calls, body=form, headers=headers).json()
    look = f"{url}/phone/api/phone"
    assert until(lambda: urllib3.request("POST", look, json={"number": CALLER}).json()["ringing"])
    view = urllib3.request("POST", f"{url}/phone/api/calls/{placed['sid']}/answer", json={}).json()
    assert view["entries"][0]["text"] == "Rückruf"


def test_it_stops_cleanly_when_told_to(carrier):
    _, process = carrier
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def test_a_missing_setting_is_named():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TWILIO")}
    result = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN" in result.stderr
