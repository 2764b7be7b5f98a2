"""`/Messages`: send, read, list, redact and delete text messages."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from carrier.errors import RestRefused
from carrier.network import Network
from carrier.rest.shapes import message_json, page_json
from carrier.sms.message import Message


def add_routes(blueprint: Blueprint, network: Network) -> None:
    """Adds the message routes."""

    @blueprint.post("/Messages.json")
    def send_message() -> ResponseReturnValue:
        form = request.form
        message = network.post_office.submit(
            form.get("From", ""),
            form.get("To", ""),
            form.get("Body", ""),
            form.get("StatusCallback", ""),
            len(form.getlist("MediaUrl")),
        )
        return message_json(message, network.account_sid), 201

    @blueprint.get("/Messages.json")
    def list_messages() -> ResponseReturnValue:
        wanted = {"to": request.args.get("To"), "from_": request.args.get("From")}
        found = [
            _json(message, network) for message in reversed(network.messages) if _matches(message, wanted)
        ]
        return page_json("messages", found, request.path, request.args.to_dict())

    @blueprint.get("/Messages/<sid>.json")
    def read_message(sid: str) -> ResponseReturnValue:
        return _json(_find(network, sid), network)

    @blueprint.post("/Messages/<sid>.json")
    def redact_message(sid: str) -> ResponseReturnValue:
        message = _find(network, sid)
        if request.form.get("Body") == "":
            message.body = ""
        return _json(message, network)

    @blueprint.delete("/Messages/<sid>.json")
    def delete_message(sid: str) -> ResponseReturnValue:
        network.post_office.forget(_find(network, sid))
        return "", 204


def _json(message: Message, network: Network) -> dict[str, object]:
    return message_json(message, network.account_sid)


def _find(network: Network, sid: str) -> Message:
    message = network.post_office.find(sid)
    if message is None:
        raise RestRefused(404, 20404, f"The requested resource {request.path} was not found")
    return message


def _matches(message: Message, wanted: dict[str, str | None]) -> bool:
    return all(value is None or getattr(message, name) == value for name, value in wanted.items())
