"""Many calls at once, over real sockets, with everything the network can do wrong."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.serving import make_server

from carrier import Network
from carrier.web.transport import SocketTransport
from tests.carrier.scripted import ACCOUNT, HOTLINE, TOKEN, ScriptedApp


def turn(form: dict[str, str]) -> str:
    return (
        f'<Gather input="speech" action="/turn"><Say>{form["CallSid"]}: {form["SpeechResult"]}</Say></Gather>'
    )


@pytest.fixture
def base() -> Iterator[str]:
    app = ScriptedApp({"/voice": '<Gather input="speech" action="/turn"/>', "/turn": turn, "/status": ""})
    server = make_server("127.0.0.1", 0, app.wsgi(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_calls_side_by_side_hear_only_their_own_answers(base):
    net = Network(ACCOUNT, TOKEN, transport=SocketTransport())
    hotline = net.number(HOTLINE, voice_url=f"{base}/voice", voice_status_url=f"{base}/status")
    net.faults.duplicate(0.05, seed=1)

    def whole_call(number: int) -> None:
        call = net.call(f"+49152288{number:05d}", hotline)
        for turn_number in range(random.Random(number).randint(1, 5)):
            assert call.say(f"Satz {turn_number}") == f"{call.sid}: Satz {turn_number}"
        call.hang_up()
        assert call.errors == []

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(whole_call, range(60)))
    net.settle()
    assert len(net.calls) == 60
    assert all(call.status == "completed" for call in net.calls.values())
    assert net.violations == []
