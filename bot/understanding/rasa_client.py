"""Talks to Rasa over loopback: the NLU for a sentence, the dialogue for a turn."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import urllib3

from bot.errors import DialogueUnavailable, ModelUnavailable

T = TypeVar("T")

PARSE_TIMEOUT_S = 2.0
# Beside calls, on a busy machine.
WARM_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Parse:
    """What the model thinks of one text; `ranking` holds the likeliest intents with their confidence."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


class Parser(Protocol):
    """Whoever gives intents for texts (Rasa)."""

    def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """Raises DialogueUnavailable."""
        ...


@dataclass(frozen=True)
class DialogueAnswer:
    """What the dialogue said and where it stands."""

    messages: tuple[dict[str, Any], ...]
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    expecting: str | None = None
    failed: bool = False
    model: str = ""


class RasaClient:
    """Keeps connections open; every method raises DialogueUnavailable instead of waiting too long."""

    def __init__(self, base_url: str, token: str) -> None:
        self._base = f"{base_url}/webhooks/hotline"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._http = urllib3.PoolManager(maxsize=32, retries=False)

    def parse(
        self,
        texts: Sequence[str],
        language: str,
        channel: str,
        timeout_s: float,
        model: str | None = None,
    ) -> list[Parse]:
        """Intent and ranking of each text; ModelUnavailable when Rasa cannot use this model of models/."""
        body = {"texts": list(texts), "language": language, "channel": channel}
        body |= {"model": model} if model else {}
        return _read(_parses, self._post("parse", body, min(timeout_s, PARSE_TIMEOUT_S)))

    def on(self, model: str) -> "ModelInRasa":
        """Parses by this one of Rasa's models."""
        return ModelInRasa(self, model)

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        """One dialogue turn; its form is docs/dialogue.md's. ModelUnavailable as in parse."""
        return _read(_dialogue_answer, self._post("turn", message, timeout_s))

    def warm(self, model: str, timeout_s: float = WARM_TIMEOUT_S) -> None:
        """Have a model loaded before anybody needs it; ModelUnavailable when it is gone or broken."""
        self._post("warm", {"model": model}, timeout_s)

    def loaded(self) -> frozenset[str]:
        """The models Rasa holds."""
        try:
            answer = self._ask_ready()
        except urllib3.exceptions.HTTPError as error:
            raise DialogueUnavailable(f"ready: {type(error).__name__}") from error
        return _read(lambda told: frozenset(told["loaded"]), answer.data)

    def ready(self) -> bool:
        """Whether a model is loaded and answering."""
        try:
            return self._ask_ready().status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def _ask_ready(self) -> urllib3.BaseHTTPResponse:
        return self._http.request("GET", f"{self._base}/ready", headers=self._headers, timeout=2.0)

    def _post(self, path: str, body: dict[str, Any], timeout_s: float) -> bytes:
        if timeout_s <= 0:
            raise DialogueUnavailable("the turn's time is used up")
        try:
            answer = self._send(path, json.dumps(body).encode(), timeout_s)
        except urllib3.exceptions.HTTPError as error:
            raise DialogueUnavailable(f"{path}: {type(error).__name__}") from error
        if answer.status == 404 and body.get("model"):
            raise ModelUnavailable(f"{path}: no model {body['model']}")
        if answer.status != 200:
            raise DialogueUnavailable(f"{path}: HTTP {answer.status}")
        return answer.data

    def _send(self, path: str, body: bytes, timeout_s: float) -> urllib3.BaseHTTPResponse:
        deadline = time.monotonic() + timeout_s
        try:
            return self._request(path, body, timeout_s)
        except urllib3.exceptions.ProtocolError:
            # A kept connection may have died with a restarted Rasa; a sentence may be sent once more. A turn
            # may not: Rasa could have acted on it before it hung up.
            if path == "turn":
                raise
            return self._request(path, body, max(0.05, deadline - time.monotonic()))

    def _request(self, path: str, body: bytes, timeout_s: float) -> urllib3.BaseHTTPResponse:
        limit = urllib3.Timeout(total=timeout_s)
        return self._http.request(
            "POST", f"{self._base}/{path}", body=body, headers=self._headers, timeout=limit
        )


@dataclass(frozen=True)
class ModelInRasa:
    """One of several models in the same Rasa."""

    rasa: RasaClient
    model: str

    def parse(self, texts: Sequence[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """Intent and ranking of each text; raises DialogueUnavailable."""
        return self.rasa.parse(texts, language, channel, timeout_s, self.model)


def _read(read: Callable[[Any], T], body: bytes) -> T:
    """What the answer says; one in another form than agreed is no answer."""
    try:
        return read(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DialogueUnavailable(f"unreadable answer: {type(error).__name__}") from error


def _parses(answer: dict[str, Any]) -> list[Parse]:
    return [_parse(item) for item in answer["parses"]]


def _parse(item: dict[str, Any]) -> Parse:
    ranking = tuple((rank["intent"], float(rank["confidence"])) for rank in item["ranking"])
    return Parse(item["text"], item["intent"], float(item["confidence"]), ranking)


def _dialogue_answer(answer: dict[str, Any]) -> DialogueAnswer:
    return DialogueAnswer(
        messages=tuple(answer["messages"]),
        slots=dict(answer["slots"]),
        form=answer["form"],
        expecting=answer["expecting"],
        failed=answer["failed"],
        model=answer["model"],
    )
