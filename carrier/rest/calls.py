"""`/Calls`: place calls, read them, and change calls that are going on."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from carrier.errors import RestRefused, TwimlError
from carrier.network import Network
from carrier.rest.shapes import call_json, page_json
from carrier.twiml.document import Document, read_document
from carrier.voice.call import Call
from carrier.voice.state import Detection, Handlers, Target

LONGEST_TWIML = 4000
_ENDED = "Call is not in-progress. Cannot redirect."


def add_routes(blueprint: Blueprint, network: Network) -> None:
    """Adds the call routes."""

    @blueprint.post("/Calls.json")
    def place_call() -> ResponseReturnValue:
        form = request.form
        _check_numbers(form, network)
        call = network.place_call(form["From"], form["To"], _handlers(form), _timeout(form))
        return _json(call, network), 201

    @blueprint.get("/Calls.json")
    def list_calls() -> ResponseReturnValue:
        wanted = {
            "to": request.args.get("To"),
            "from_": request.args.get("From"),
            "status": request.args.get("Status"),
        }
        found = [
            _json(call, network) for call in reversed(list(network.calls.values())) if _matches(call, wanted)
        ]
        return page_json("calls", found, request.path, request.args.to_dict())

    @blueprint.get("/Calls/<sid>.json")
    def read_call(sid: str) -> ResponseReturnValue:
        return _json(_find(network, sid), network)

    @blueprint.post("/Calls/<sid>.json")
    def change_call(sid: str) -> ResponseReturnValue:
        call = _find(network, sid)
        if call.over:
            raise RestRefused(400, 21220, _ENDED)
        _change(call, request.form, network)
        return _json(call, network)


def _change(call: Call, form: MultiDict[str, str], network: Network) -> None:
    # Done by the network's own time, never inside this request: the application may be waiting for us
    # while it answers this very call's webhook.
    if "Url" in form or "Twiml" in form:
        target = _target(form)
        network.board.agenda.add(lambda: call.begin(target))
    status = form.get("Status", "")
    if status in ("completed", "canceled"):
        ending = "completed" if call.state.answered_at else "canceled"
        network.board.agenda.add(lambda: call.finish(ending))
    elif status:
        raise RestRefused(400, 20001, f"Status must be completed or canceled, not {status!r}")


def _check_numbers(form: MultiDict[str, str], network: Network) -> None:
    checks = (
        (not form.get("To"), 21201, "No 'To' number is specified"),
        (not form.get("From"), 21213, "No 'From' number is specified"),
        (not form.get("To", "").startswith("+"), 21211, "The 'To' number is not a valid phone number."),
        (
            form.get("From") not in {number.phone_number for number in network.numbers},
            21210,
            "The 'From' number is not a number of this account.",
        ),
    )
    for failed, code, text in checks:
        if failed:
            raise RestRefused(400, code, text)


def _handlers(form: MultiDict[str, str]) -> Handlers:
    events = [event for value in form.getlist("StatusCallbackEvent") for event in value.split()]
    return Handlers(
        _target(form),
        form.get("FallbackUrl", ""),
        form.get("StatusCallback", ""),
        form.get("StatusCallbackMethod", "POST"),
        tuple(events) or ("completed",),
        _detection(form),
    )


def _detection(form: MultiDict[str, str]) -> Detection | None:
    mode = form.get("MachineDetection", "")
    if not mode or mode.lower() in ("none", "false"):
        return None
    if mode not in ("Enable", "DetectMessageEnd"):
        raise RestRefused(400, 21207, "MachineDetection must be Enable or DetectMessageEnd")
    later = form.get("AsyncAmdStatusCallback", "") if form.get("AsyncAmd", "").lower() == "true" else ""
    return Detection(mode, later, form.get("AsyncAmdStatusCallbackMethod", "POST"))


def _timeout(form: MultiDict[str, str]) -> float:
    seconds = form.get("Timeout", "60")
    if not seconds.isdecimal() or not 5 <= int(seconds) <= 600:
        raise RestRefused(400, 20001, f"Timeout must be 5 to 600 seconds, not {seconds!r}")
    return float(seconds)


def _target(form: MultiDict[str, str]) -> Target:
    url, twiml = form.get("Url", ""), form.get("Twiml", "")
    if url:  # Url beats Twiml
        if not url.startswith(("http://", "https://")):
            raise RestRefused(400, 21205, "Url is not a valid URL")
        return Target(url, form.get("Method", "POST"))
    if not twiml or len(twiml) > LONGEST_TWIML:
        raise RestRefused(400, 21205, f"Url, or Twiml of at most {LONGEST_TWIML} characters, is required")
    return Target("", document=_document(twiml))


def _document(twiml: str) -> Document:
    try:
        return read_document(twiml.encode())
    except TwimlError as fault:
        raise RestRefused(400, fault.code, fault.text) from fault


def _json(call: Call, network: Network) -> dict[str, object]:
    own = call.state.to if call.state.direction == "inbound" else call.state.from_
    number = next((number for number in network.numbers if number.phone_number == own), None)
    return call_json(call.state, network.account_sid, number)


def _find(network: Network, sid: str) -> Call:
    call = network.calls.get(sid)
    if call is None:
        raise RestRefused(404, 20404, f"The requested resource {request.path} was not found")
    return call


def _matches(call: Call, wanted: dict[str, str | None]) -> bool:
    return all(value is None or getattr(call.state, name) == value for name, value in wanted.items())
