"""Webhooks written by hand, so that everything about them can be wrong."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from carrier.twiml.document import Problem, read_answer
from tests.stack import HOTLINE, Stack

CALLER = "+4915100000001"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    def problems(self, side: str = "voice") -> list[Problem]:
        """What the carrier would complain about; raises TwimlError when it could not play it."""
        return list(read_answer(self.body, self.content_type, side).problems)


class Webhooks:
    """Sends requests to a running hotline the way Twilio would, except where told otherwise."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._pool = urllib3.PoolManager(maxsize=8)
        self._validator = RequestValidator(stack.network.auth_token)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **changed: Any) -> Answer:
        """A signed POST; `signature`, `body`, `method` and `headers` replace what is right."""
        fields = MultiDict(fields or {})
        signature = self._validator.compute_signature(self.stack.base_url + path, fields)
        headers = {"Content-Type": FORM, "X-Twilio-Signature": changed.get("signature", signature)}
        headers |= changed.get("headers", {})
        response = self._pool.request(
            changed.get("method", "POST"),
            self.stack.base_url + path,
            body=changed.get("body", urlencode(list(fields.items(multi=True)))),
            headers={
                name: value for name, value in {**headers, **changed.get("headers", {})}.items() if value
            },
            retries=False,
            redirect=False,
        )
        return Answer(response.status, response.headers.get("Content-Type", ""), response.data)


class HandMadeCall:
    """A phone call kept up by single webhooks."""

    def __init__(self, hooks: Webhooks, caller: str = CALLER) -> None:
        self._hooks = hooks
        self.sid = "CA" + secrets.token_hex(16)
        self.fields = {"CallSid": self.sid, "From": caller, "To": HOTLINE, "CallStatus": "in-progress"}
        self.answer = self.start()

    def start(self) -> Answer:
        """The incoming call, once more if it was there before."""
        return self._hooks.post("/twilio/voice", self.fields | {"Direction": "inbound"})

    @property
    def turn_path(self) -> str:
        """Where the latest answer wants the next words."""
        return turn_path(self.answer)

    def say(self, words: str, path: str | None = None, **more: Any) -> Answer:
        """The next turn; with `path` the same one again."""
        fields = {**self.fields, "SpeechResult": words, "Confidence": "0.9", **more}
        answer = self._hooks.post(path or self.turn_path, fields)
        self.answer = answer if path is None else self.answer
        return answer

    @property
    def conversation(self) -> dict[str, Any]:
        """Its row."""
        query = "SELECT * FROM conversations WHERE call_sid = :sid"
        return self._hooks.stack.rows(query, sid=self.sid)[0]

    def turns(self) -> list[dict[str, Any]]:
        """Its turns, oldest first."""
        query = "SELECT * FROM turns WHERE conversation_id = :id ORDER BY number"
        return self._hooks.stack.rows(query, id=self.conversation["id"])


def turn_path(answer: Answer) -> str:
    """The path and query of the next turn in a TwiML document."""
    found = re.search(r'<Gather[^>]* action="([^"]+)"', answer.text)
    assert found, answer.text
    parts = urlsplit(unescape(found[1]))
    return f"{parts.path}?{parts.query}"
