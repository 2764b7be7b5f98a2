"""The account's REST interface: who may use it, and how refusals look."""

import hmac

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from carrier.errors import RestRefused
from carrier.network import Network
from carrier.rest import calls, conferences, messages
from carrier.rest.shapes import API_VERSION, error_json


def account_blueprint(network: Network) -> Blueprint:
    """`/2010-04-01/Accounts/{sid}/…` for this network's only account."""
    blueprint = Blueprint("rest", __name__, url_prefix=f"/{API_VERSION}/Accounts/{network.account_sid}")
    blueprint.before_request(lambda: _authenticate(network))
    blueprint.before_request(lambda: network.rest_faults.meet(_deed()))
    blueprint.register_error_handler(RestRefused, _refused)
    messages.add_routes(blueprint, network)
    calls.add_routes(blueprint, network)
    conferences.add_routes(blueprint, network)
    return blueprint


def answer_unknown(fault: HTTPException) -> Response | HTTPException:
    """Unknown REST addresses get Twilio's error body; everything else the usual page."""
    if not request.path.startswith(f"/{API_VERSION}/"):
        return fault
    status = fault.code or 500
    code = 20004 if status == 405 else 20404
    return _answer(status, code, f"The requested resource {request.path} was not found")


def _authenticate(network: Network) -> None:
    given = request.authorization
    expected = (network.account_sid, network.auth_token)
    if given is None or given.type != "basic" or not _same((given.username, given.password), expected):
        answer = _answer(401, 20003, "Authenticate")
        answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        abort(answer)


def _deed() -> str:
    """What the request does, in the words of Twilio's libraries: `calls.create`."""
    *folders, last = request.path.removesuffix(".json").split("/")[4:]
    if len(folders) % 2:
        does = {"GET": "fetch", "POST": "update", "DELETE": "delete"}
        return f"{folders[-1].lower()}.{does.get(request.method, 'other')}"
    return f"{last.lower()}.{ {'GET': 'list', 'POST': 'create'}.get(request.method, 'other') }"


def _same(given: tuple[str | None, str | None], expected: tuple[str, str]) -> bool:
    pairs = zip(given, expected, strict=True)
    return all(hmac.compare_digest((one or "").encode(), other.encode()) for one, other in pairs)


def _refused(refusal: RestRefused) -> Response:
    return _answer(refusal.status, refusal.code, refusal.text)


def _answer(status: int, code: int, text: str) -> Response:
    answer = jsonify(error_json(status, code, text))
    answer.status_code = status
    return answer
