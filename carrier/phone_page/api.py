"""The JSON interface of the simulated phones: calls, speech, keys, messages."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from carrier.errors import NotPossible
from carrier.network import Network
from carrier.phone_page.views import call_view, message_view
from carrier.ringing import answer, decline
from carrier.voice.call import Call

LONGEST_POLL = 20.0
LONGEST_SPEECH = 20_000


def phone_blueprint(network: Network, callers: list[tuple[str, str]]) -> Blueprint:
    """`/phone` and `/phone/api/…`; `callers` are numbers to call from, with their labels."""
    blueprint = Blueprint("phone", __name__, static_folder="static", static_url_path="/phone/static")
    blueprint.before_request(_refuse_other_sites)
    blueprint.register_error_handler(NotPossible, _not_possible)
    _add_page(blueprint, network, callers)
    _add_calls(blueprint, network)
    _add_messages(blueprint, network)
    return blueprint


def _add_page(blueprint: Blueprint, network: Network, callers: list[tuple[str, str]]) -> None:
    @blueprint.get("/phone")
    def page() -> Response:
        answer = blueprint.send_static_file("phone.html")
        answer.headers["Content-Security-Policy"] = (
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @blueprint.get("/phone/api/setup")
    def setup() -> ResponseReturnValue:
        labelled = [{"number": number, "label": label} for number, label in callers]
        return {"hotlines": [number.phone_number for number in network.numbers], "callers": labelled}


def _add_calls(blueprint: Blueprint, network: Network) -> None:
    @blueprint.post("/phone/api/calls")
    def place_call() -> ResponseReturnValue:
        from_ = _text("from", default="")
        hotline = _text("to", default=network.numbers[0].phone_number)
        return call_view(network.call(from_ or None, hotline)), 201

    @blueprint.get("/phone/api/calls/<sid>")
    def watch_call(sid: str) -> ResponseReturnValue:
        call, after = _call(network, sid), request.args.get("after", 0, type=int)
        _await_news(call, after, min(request.args.get("wait", 0.0, type=float), LONGEST_POLL))
        return call_view(call, after)

    @blueprint.post("/phone/api/calls/<sid>/<deed>")
    def act(sid: str, deed: str) -> ResponseReturnValue:
        call = _call(network, sid)
        _do(network, call, deed)
        return call_view(call, int(_body().get("after", 0)))


def _add_messages(blueprint: Blueprint, network: Network) -> None:
    # A phone's number is personal: it travels in the body, never in an address that is logged.
    @blueprint.post("/phone/api/phone")
    def look_at_phone() -> ResponseReturnValue:
        return _phone_view(network, _text("number"))

    @blueprint.post("/phone/api/phone/messages")
    def send_message() -> ResponseReturnValue:
        hotline = _text("to", default=network.numbers[0].phone_number)
        network.phone(_text("number")).text(_text("text"), hotline, int(_body().get("media", 0)))
        return _phone_view(network, _text("number")), 201


def _phone_view(network: Network, number: str) -> dict[str, Any]:
    ringing = [call_view(call) for call in network.phone(number).calls if call.status == "ringing"]
    thread = [message for message in network.messages if number in (message.from_, message.to)]
    return {"ringing": ringing, "messages": [message_view(message, number) for message in thread]}


def _do(network: Network, call: Call, deed: str) -> None:
    match deed:
        case "say":
            call.say(_text("text")[:LONGEST_SPEECH])
        case "press":
            call.press(_text("keys"), and_wait=bool(_body().get("wait", True)))
        case "silence":
            call.stay_silent()
        case "hangup":
            call.hang_up()
        case "answer":
            answer(call, network.phone(call.state.to))
        case "decline":
            decline(call)
        case _:
            abort(404)


def _await_news(call: Call, after: int, seconds: float) -> None:
    with call.changed:
        call.changed.wait_for(
            lambda: call.over or len(call.state.transcript.entries) > after, timeout=seconds
        )


def _call(network: Network, sid: str) -> Call:
    call = network.calls.get(sid)
    if call is None:
        abort(404)
    return call


def _body() -> dict[str, Any]:
    body = request.get_json()
    return body if isinstance(body, dict) else {}


def _text(name: str, default: str | None = None) -> str:
    value = _body().get(name, default)
    if not isinstance(value, str):
        raise NotPossible(f"{name} is missing")
    return value


def _not_possible(fault: NotPossible) -> tuple[Response, int]:
    return jsonify(error=str(fault)), 409


def _refuse_other_sites() -> None:
    # The phone needs no password, so no other site's page may use it: such a page cannot send JSON here
    # unasked, and its Origin gives it away.
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)
    if request.method == "POST" and not request.is_json:
        abort(415)
