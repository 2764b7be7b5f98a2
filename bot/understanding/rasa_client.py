"""Talks to Rasa over loopback: the NLU for a sentence, the dialogue for a turn."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import urllib3

from bot.errors import DialogueUnavailable

PARSE_TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Parse:
    """What the model thinks of one text; `ranking` holds the likeliest intents with their confidence."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


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

    def parse(self, texts: Sequence[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """Intent and ranking of each text."""
        body = {"texts": list(texts), "language": language, "channel": channel}
        answer = self._post("parse", body, min(timeout_s, PARSE_TIMEOUT_S))
        return [_parse(item) for item in answer["parses"]]

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        """One dialogue turn; its form is docs/dialogue.md's."""
        answer = self._post("turn", message, timeout_s)
        return DialogueAnswer(
            messages=tuple(answer["messages"]),
            slots=answer["slots"],
            form=answer["form"],
            expecting=answer["expecting"],
            failed=answer["failed"],
            model=answer["model"],
        )

    def ready(self) -> bool:
        """Whether a model is loaded and answering."""
        try:
            return (
                self._http.request("GET", f"{self._base}/ready", headers=self._headers, timeout=2.0).status
                == 200
            )
        except urllib3.exceptions.HTTPError:
            return False

    def _post(self, path: str, body: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        if timeout_s <= 0:
            raise DialogueUnavailable("the turn's time is used up")
        try:
            answer = self._send(path, json.dumps(body).encode(), timeout_s)
        except urllib3.exceptions.HTTPError as error:
            raise DialogueUnavailable(f"{path}: {type(error).__name__}") from error
        if answer.status != 200:
            raise DialogueUnavailable(f"{path}: HTTP {answer.status}")
        loaded: dict[str, Any] = answer.json()
        return loaded

    def _send(self, path: str, body: bytes, timeout_s: float) -> urllib3.BaseHTTPResponse:
        deadline = time.monotonic() + timeout_s
        try:
            return self._request(path, body, timeout_s)
        except (urllib3.exceptions.ProtocolError, urllib3.exceptions.NewConnectionError) as error:
            # A kept connection may have died with a restarted Rasa; a fresh one gets a single chance.
            # A turn that already reached Rasa is not sent twice.
            if path == "turn" and not _never_arrived(error):
                raise
            return self._request(path, body, max(0.05, deadline - time.monotonic()))

    def _request(self, path: str, body: bytes, timeout_s: float) -> urllib3.BaseHTTPResponse:
        limit = urllib3.Timeout(total=timeout_s)
        return self._http.request(
            "POST", f"{self._base}/{path}", body=body, headers=self._headers, timeout=limit
        )


def _never_arrived(error: Exception) -> bool:
    return isinstance(error, urllib3.exceptions.NewConnectionError) or "RemoteDisconnected" in repr(error)


def _parse(item: dict[str, Any]) -> Parse:
    ranking = tuple((rank["intent"], float(rank["confidence"])) for rank in item["ranking"])
    return Parse(item["text"], item["intent"], float(item["confidence"]), ranking)
