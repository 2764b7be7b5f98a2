"""Whatever Rasa does, the hotline gets an answer in time or is told that there is none."""

import json
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from bot.errors import DialogueUnavailable, ModelUnavailable
from bot.understanding.rasa_client import RasaClient

PARSES = {
    "parses": [
        {
            "text": "a",
            "intent": "greet",
            "confidence": 0.9,
            "ranking": [{"intent": "greet", "confidence": 0.9}],
        }
    ]
}
TURN = {
    "messages": [{"text": "Gut."}],
    "slots": {"a": 1},
    "form": None,
    "expecting": "yes_no",
    "failed": False,
    "model": "m",
}

Reaction = Callable[["Handler"], None]


class Rasa(ThreadingHTTPServer):
    """Reacts to every request as told."""

    react: Reaction
    asked: list[tuple[str, Any, Any]]
    done: Event
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.rasa.asked.append((self.path, self.headers["Authorization"], body))
        self.rasa.react(self)

    def do_GET(self) -> None:
        self.rasa.asked.append((self.path, self.headers["Authorization"], None))
        self.rasa.react(self)

    @property
    def rasa(self) -> Rasa:
        assert isinstance(self.server, Rasa)
        return self.server

    def answer(self, body: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def answering(body: object, status: int = 200) -> Reaction:
    return lambda handler: handler.answer(body if isinstance(body, str) else json.dumps(body), status)


def hanging_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def never(handler: Handler) -> None:
    handler.rasa.done.wait(5)
    handler.close_connection = True


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    server = Rasa(("127.0.0.1", 0), Handler)
    server.asked, server.done = [], Event()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.done.set()
    server.shutdown()
    thread.join()
    server.server_close()


def client(rasa: Rasa) -> RasaClient:
    return RasaClient(f"http://127.0.0.1:{rasa.server_port}", "secret")


def test_a_parse_is_asked_for_as_agreed(rasa: Rasa) -> None:
    rasa.react = answering(PARSES)
    (parse,) = client(rasa).parse(["a"], "de", "voice", 2)
    assert (parse.intent, parse.ranking) == ("greet", (("greet", 0.9),))
    assert rasa.asked == [
        ("/webhooks/hotline/parse", "Bearer secret", {"texts": ["a"], "language": "de", "channel": "voice"})
    ]


def test_a_parse_by_one_of_several_models_names_it(rasa: Rasa) -> None:
    rasa.react = answering(PARSES)
    client(rasa).on("hotline-2").parse(["a"], "de", "voice", 2)
    assert rasa.asked[0][2]["model"] == "hotline-2"


@pytest.mark.parametrize(
    "ask",
    [
        lambda rasa: rasa.on("gone").parse(["a"], "de", "voice", 2),
        lambda rasa: rasa.turn({"text": "ja", "model": "gone"}, 2),
        lambda rasa: rasa.warm("gone"),
    ],
)
def test_a_model_rasa_does_not_have_is_told_from_a_rasa_that_is_away(
    rasa: Rasa, ask: Callable[[RasaClient], object]
) -> None:
    rasa.react = answering({"error": "there is no model gone"}, 404)
    with pytest.raises(ModelUnavailable):
        ask(client(rasa))
    rasa.react = answering({"error": "not available"}, 503)
    with pytest.raises(DialogueUnavailable) as raised:
        ask(client(rasa))
    assert not isinstance(raised.value, ModelUnavailable)


def test_a_missing_path_is_no_missing_model(rasa: Rasa) -> None:
    rasa.react = answering("nothing here", 404)
    with pytest.raises(DialogueUnavailable) as raised:
        client(rasa).parse(["a"], "de", "voice", 2)
    assert not isinstance(raised.value, ModelUnavailable)


def test_rasa_says_which_models_it_holds(rasa: Rasa) -> None:
    rasa.react = answering({"model": "id", "name": "a", "loaded": ["a", "b"]})
    assert client(rasa).loaded() == {"a", "b"}
    rasa.react = hanging_up
    with pytest.raises(DialogueUnavailable):
        client(rasa).loaded()
    rasa.react = answering({"error": "no model is loaded"}, 503)
    with pytest.raises(DialogueUnavailable):
        client(rasa).loaded()


def test_a_turn_comes_back_as_it_was_answered(rasa: Rasa) -> None:
    rasa.react = answering(TURN)
    answer = client(rasa).turn({"text": "ja"}, 2)
    assert (answer.messages, answer.slots, answer.expecting, answer.failed) == (
        ({"text": "Gut."},),
        {"a": 1},
        "yes_no",
        False,
    )


@pytest.mark.parametrize(
    "reaction",
    [
        answering("x", 500),
        answering("no", 401),
        answering("<html>proxy</html>"),
        answering(""),
        answering("{}"),
        answering("[]"),
        answering({"parses": [{}], "messages": None}),
        hanging_up,
    ],
    ids=["500", "401", "html", "empty", "no fields", "a list", "half", "hangs up"],
)
def test_every_way_to_fail_is_told_as_one(rasa: Rasa, reaction: Reaction) -> None:
    rasa.react = reaction
    with pytest.raises(DialogueUnavailable):
        client(rasa).parse(["a"], "de", "voice", 2)
    with pytest.raises(DialogueUnavailable):
        client(rasa).turn({}, 2)


def test_nobody_there(rasa: Rasa) -> None:
    absent = RasaClient("http://127.0.0.1:9", "secret")
    with pytest.raises(DialogueUnavailable):
        absent.turn({}, 2)
    assert not absent.ready()


def test_the_wait_is_bounded_and_the_turn_sent_once(rasa: Rasa) -> None:
    rasa.react = never
    with pytest.raises(DialogueUnavailable):
        client(rasa).turn({}, 0.1)
    assert len(rasa.asked) == 1


@pytest.mark.parametrize("left", [0.0, -1.0])
def test_without_time_nothing_is_asked(rasa: Rasa, left: float) -> None:
    with pytest.raises(DialogueUnavailable):
        client(rasa).turn({}, left)
    assert rasa.asked == []


def test_a_kept_connection_that_died_gets_a_second_chance(rasa: Rasa) -> None:
    def answer_then_close(handler: Handler) -> None:
        answering(PARSES)(handler)
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    rasa.react = answer_then_close
    talks = client(rasa)
    for _ in range(3):
        assert talks.parse(["a"], "de", "voice", 2)


def test_a_turn_that_reached_rasa_is_not_sent_twice(rasa: Rasa) -> None:
    """Rasa read the turn, may have acted on it, and died: sending it again could cancel twice."""
    rasa.react = hanging_up
    with pytest.raises(DialogueUnavailable):
        client(rasa).turn({}, 2)
    assert len(rasa.asked) == 1


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False)])
def test_ready_means_a_model_answers(rasa: Rasa, status: int, ready: bool) -> None:
    rasa.react = answering({"model": "m"}, status)
    assert client(rasa).ready() is ready


def test_a_failure_names_no_words(rasa: Rasa) -> None:
    rasa.react = answering("wo ist mein paket", 500)
    with pytest.raises(DialogueUnavailable) as failed:
        client(rasa).turn({"text": "wo ist mein paket"}, 2)
    assert "paket" not in str(failed.value)
