"""A telephone line to a hotline: posts what Twilio would and measures how long the answer takes."""

import html
import itertools
import re
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from carrier.voice.parameters import call_parameters
from carrier.voice.state import CallState, Handlers, Target
from carrier.web.signature import sign

OURS, STOCK = "ours", "stock"
HOTLINE = "+4930901820"
ACCOUNT = "AC" + "5" * 32
PATIENCE_S = 15
_ACTION = re.compile(r'<Gather[^>]* action="([^"]+)"')


class WrongAnswer(AssertionError):
    """Not the answer the benchmark measures."""


class Line(Protocol):
    """One call in progress."""

    def request(self, words: str | None) -> tuple[str, str, dict[str, str]]:
        """URL, form body and headers that bring `words`; None is the call itself."""
        ...

    def follow(self, answer: str) -> None:
        """Take note of where the answer wants the next words sent."""
        ...


class OurLine:
    """A call to our signed webhook."""

    def __init__(self, url: str, token: str, caller: str) -> None:
        self._url = url
        self._token = token
        self._fields = fields_of(caller)

    def request(self, words: str | None) -> tuple[str, str, dict[str, str]]:
        """Signed as Twilio signs."""
        fields = {**self._fields, **spoken(words)}
        return self._url, urlencode(fields), headers(sign(self._token, self._url, fields, "voice"))

    def follow(self, answer: str) -> None:
        """Each answer names the address of the next turn."""
        found = _ACTION.search(answer)
        if found:
            self._url = html.unescape(found[1])


class StockLine:
    """A call to Rasa's own twilio_voice, which knows calls by the caller's number."""

    def __init__(self, url: str, caller: str) -> None:
        self._url = url
        self._fields = fields_of(caller)

    def request(self, words: str | None) -> tuple[str, str, dict[str, str]]:
        """Unsigned, because nobody would look."""
        return self._url, urlencode({**self._fields, **spoken(words)}), headers("")

    def follow(self, answer: str) -> None:
        """Always the same address."""


_callers = itertools.count(int(time.time()) % 1_000_000 * 1000)


def new_caller() -> str:
    """A number nobody in the demo shop has, never given twice."""
    return f"+49151{next(_callers) % 10**9:09d}"


def fields_of(caller: str) -> dict[str, str]:
    """The form fields of every webhook of one call."""
    sid, now = f"CA{caller[1:]:0>32}", datetime.now(UTC)
    state = CallState(sid, caller, HOTLINE, "inbound", Handlers(Target("")), now)
    return call_parameters(state, ACCOUNT)


def spoken(words: str | None) -> dict[str, str]:
    """What a Gather adds; before the first one the call is ringing."""
    if words is None:
        return {"CallStatus": "ringing"}
    return {"CallStatus": "in-progress", "SpeechResult": words, "Confidence": "0.91", "Language": "de-DE"}


def headers(signature: str) -> dict[str, str]:
    """Twilio's, with a fresh connection for every request."""
    return {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signature,
        "Connection": "close",
    }


def say(line: Line, words: str | None, expects: str) -> float:
    """Milliseconds until the answer is there whole; raises WrongAnswer."""
    url, body, sent = line.request(words)
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    began = time.perf_counter()
    connection.request("POST", f"{parts.path}?{parts.query}" if parts.query else parts.path, body, sent)
    response = connection.getresponse()
    answer = response.read().decode()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    check(response.status, answer, expects)
    line.follow(answer)
    return took


def check(status: int, answer: str, expects: str) -> None:
    """Raise WrongAnswer unless it is the answer that is to be measured."""
    if status != 200 or expects.lower() not in answer.lower():
        raise WrongAnswer(f"HTTP {status}, {expects!r} expected: {answer[:800]}")
