"""Talks to a carrier's phone interface over HTTP, for the phone in the terminal."""

import json
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from carrier.errors import CarrierError

# The application may take its 15 seconds, a fallback and another 15.
_TIMEOUT = urllib3.Timeout(connect=5, read=60)


class PhoneUnavailable(CarrierError):
    """The carrier cannot be reached or refuses."""


class PhoneClient:
    """One phone at one carrier: at most one call at a time, and its messages."""

    def __init__(self, carrier: str, from_: str, to: str = "") -> None:
        self._base = carrier.rstrip("/") + "/phone/api"
        self._pool = urllib3.PoolManager()
        self.from_ = from_
        self.hotline = to or self._ask("GET", "/setup")["hotlines"][0]
        self.on_the_phone = False
        self._sid = ""
        self._seen = 0
        self._problems = 0
        self._messages: set[str] = set()

    def call(self) -> dict[str, Any]:
        """Calls the hotline; what is heard at first."""
        view = self._ask("POST", "/calls", {"from": self.from_, "to": self.hotline})
        self._sid, self._seen, self._problems = view["sid"], 0, 0
        return self._noted(view)

    def ringing(self) -> list[dict[str, Any]]:
        """The calls that ring this phone now."""
        found: list[dict[str, Any]] = self._ask("POST", "/phone", {"number": self.from_})["ringing"]
        return found

    def take(self, sid: str, deed: str) -> dict[str, Any]:
        """Answers or declines a call that rings."""
        self._sid, self._seen, self._problems = sid, 0, 0
        return self.act(deed)

    def act(self, deed: str, **details: str) -> dict[str, Any]:
        """Says, presses, waits; what happened then."""
        return self._noted(self._ask("POST", f"/calls/{self._sid}/{deed}", {**details, "after": self._seen}))

    def look(self) -> dict[str, Any]:
        """What happened in the call since the last look."""
        return self._noted(self._ask("GET", f"/calls/{self._sid}?after={self._seen}"))

    def hang_up(self) -> None:
        """Ends the call."""
        self.act("hangup")

    def send(self, text: str, media: int = 0) -> None:
        """Sends a message, with so many pictures."""
        message = {"number": self.from_, "text": text, "to": self.hotline, "media": media}
        self._ask("POST", "/phone/messages", message)

    def new_messages(self) -> list[dict[str, Any]]:
        """Messages received since the last look; none for who withholds the number."""
        if not self.from_:
            return []
        messages = self._ask("POST", "/phone", {"number": self.from_})["messages"]
        fresh = [
            message for message in messages if not message["mine"] and message["sid"] not in self._messages
        ]
        self._messages |= {message["sid"] for message in fresh}
        return fresh

    def _noted(self, view: dict[str, Any]) -> dict[str, Any]:
        self._seen, self.on_the_phone = view["next"], not view["over"]
        view["new_problems"] = view["problems"][self._problems :]
        self._problems = len(view["problems"])
        return view

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = self._pool.request(
                method, self._base + path, json=body, timeout=_TIMEOUT, retries=False
            )
        except HTTPError as fault:
            raise PhoneUnavailable(f"no carrier at {self._base}: {fault}") from fault
        if response.status >= 400:
            raise PhoneUnavailable(_reason(response))
        answer: dict[str, Any] = json.loads(response.data)
        return answer


def _reason(response: urllib3.BaseHTTPResponse) -> str:
    try:
        return str(json.loads(response.data)["error"])
    except (ValueError, KeyError, TypeError):
        return f"the carrier answered with status {response.status}"
