"""Delivers webhooks as Twilio does: signed, within 15 seconds, repeated on connection failure, redirected."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode, urljoin, urlsplit, urlunsplit

from urllib3.util import make_headers

from carrier.errors import DeliveryFailed
from carrier.web.exchange import Exchange, Request
from carrier.web.faults import Faults, Violation
from carrier.web.overrides import Limits, split_overrides
from carrier.web.signature import sign
from carrier.web.transport import Incoming, Outgoing, Transport, TransportFailed

MOST_REDIRECTS = 10
# Twilio does not send these again to the address a webhook was redirected to.
_LOST_IN_REDIRECT = {"Digits", "FinishedOnKey", "SpeechResult", "Confidence", "Language", "msg"}


@dataclass(frozen=True)
class _Trip:
    request: Request
    url: str
    limits: Limits
    deadline: float


class Courier:
    """Carries every webhook of one network; `report` is told of broken contracts."""

    def __init__(self, auth_token: str, transport: Transport, report: Callable[[Violation], None]) -> None:
        self.limits = Limits()
        self.faults = Faults()
        self._auth_token = auth_token
        self._transport = transport
        self._report = report

    def deliver(self, request: Request) -> Exchange:
        """The application's answer below 400. Raises DeliveryFailed, which carries the exchange."""
        started = time.monotonic()
        url, limits = split_overrides(request.url, self.limits)
        trip = _Trip(request, url, limits, started + limits.total)
        if self.faults.forges_now():
            self._expect_refusal(trip)
        exchange = self._follow(trip, started)
        if self.faults.duplicates_now():
            self._compare(exchange, self.repeat(exchange))
        return exchange

    def repeat(self, exchange: Exchange) -> Exchange:
        """Sends the very same request once more, token and signature included, following nothing."""
        url, limits = split_overrides(exchange.request.url, self.limits)
        started = time.monotonic()
        return self._ask(_Trip(exchange.request, url, limits, started + limits.total), started)

    def _follow(self, trip: _Trip, started: float) -> Exchange:
        for _ in range(MOST_REDIRECTS + 1):
            exchange = self._ask(trip, started)
            location = exchange.headers.get("location") if 300 <= exchange.status < 400 else None
            if not location:
                return self._accepted(exchange)
            trip = _redirected(trip, exchange, location)
        raise _failed(exchange, 11215, "more than 10 redirects")

    def _accepted(self, exchange: Exchange) -> Exchange:
        if exchange.status >= 300:
            raise _failed(exchange, 11200, f"answered with status {exchange.status}")
        return exchange

    def _ask(self, trip: _Trip, started: float) -> Exchange:
        exchange = self._prepared(trip)
        for attempt in range(1, trip.limits.retries + 2):
            exchange.attempts = attempt
            try:
                incoming = self._send(trip, exchange)
            except TransportFailed as fault:
                exchange.seconds = time.monotonic() - started
                if (
                    fault.phase in trip.limits.retry_on
                    and attempt <= trip.limits.retries
                    and _time_left(trip)
                ):
                    continue
                raise _failed(exchange, fault.code, str(fault)) from fault
            if _asks_again(incoming, trip.limits) and attempt <= trip.limits.retries:
                continue
            break
        return _filled(exchange, incoming, started)

    def _send(self, trip: _Trip, exchange: Exchange) -> Incoming:
        outgoing = self._outgoing(trip, exchange)
        incoming = self._transport.send(outgoing)
        if self.faults.loses_answer_now():
            incoming = self._transport.send(outgoing)
        if time.monotonic() > trip.deadline:
            raise TransportFailed(11203, "rt", f"the answer took longer than {trip.limits.total:g} s")
        _keep_cookies(trip.request, exchange.url, incoming.cookies)
        return incoming

    def _prepared(self, trip: _Trip) -> Exchange:
        request = trip.request
        if urlsplit(trip.url).scheme not in ("http", "https") or not urlsplit(trip.url).hostname:
            raise _failed(Exchange(request, trip.url), 11100, f"not a web address: {trip.url!r}")
        url = _with_query(trip.url, request.params) if request.method == "GET" else trip.url
        form = {} if request.method == "GET" else request.params
        return Exchange(request, url, sign(self._auth_token, url, form, request.purpose))

    def _outgoing(self, trip: _Trip, exchange: Exchange) -> Outgoing:
        body = b"" if exchange.method == "GET" else urlencode(exchange.params).encode()
        return Outgoing(
            exchange.method,
            _without_user(exchange.url),
            _headers(trip.request, exchange),
            body,
            trip.limits.connect,
            trip.limits.read,
            trip.deadline,
        )

    def _expect_refusal(self, trip: _Trip) -> None:
        exchange = self._prepared(trip)
        exchange.signature = "AAAA" + exchange.signature[4:]
        try:
            status = self._transport.send(self._outgoing(trip, exchange)).status
        except TransportFailed:
            return
        if status != 403:
            self._report(
                Violation("forgery", f"a wrongly signed request was answered with {status}", trip.url)
            )

    def _compare(self, first: Exchange, second: Exchange) -> None:
        if (first.status, first.body) != (second.status, second.body):
            self._report(Violation("duplicate", "the same request was answered differently", first.url))


def _redirected(trip: _Trip, exchange: Exchange, location: str) -> _Trip:
    method = exchange.method if exchange.status in (307, 308) else "GET"
    params = {name: value for name, value in exchange.params.items() if name not in _LOST_IN_REDIRECT}
    url = urljoin(exchange.url, location)
    return replace(trip, request=replace(trip.request, url=url, method=method, params=params), url=url)


def _headers(request: Request, exchange: Exchange) -> dict[str, str]:
    headers = {
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        "X-Home-Region": "us1",
        "Connection": "close",
        "X-Twilio-Signature": exchange.signature,
        "I-Twilio-Idempotency-Token": request.token,
    }
    if request.method != "GET":
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
    parts = urlsplit(exchange.url)
    if parts.username:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = make_headers(basic_auth=user)["authorization"]
    cookies = request.cookies.get(parts.hostname or "", {})
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return headers


def _keep_cookies(request: Request, url: str, lines: tuple[str, ...]) -> None:
    for line in lines:
        name, _, value = line.partition(";")[0].partition("=")
        request.cookies.setdefault(urlsplit(url).hostname or "", {})[name.strip()] = value.strip()


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _with_query(url: str, params: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(params)]))
    return urlunsplit(parts._replace(query=query))


def _asks_again(incoming: Incoming, limits: Limits) -> bool:
    return f"{incoming.status // 100}xx" in limits.retry_on


def _time_left(trip: _Trip) -> bool:
    return time.monotonic() < trip.deadline


def _filled(exchange: Exchange, incoming: Incoming, started: float) -> Exchange:
    exchange.status, exchange.headers, exchange.body = incoming.status, incoming.headers, incoming.body
    exchange.seconds = time.monotonic() - started
    return exchange


def _failed(exchange: Exchange, code: int, text: str) -> DeliveryFailed:
    exchange.error = code
    return DeliveryFailed(code, text, exchange)
