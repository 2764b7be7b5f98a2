"""`/Conferences` and their participants: read, end, mute, hold, coach, take out."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from carrier.errors import RestRefused
from carrier.network import Network
from carrier.rest import participants
from carrier.rest.conference_shapes import conference_json
from carrier.rest.shapes import page_json
from carrier.voice.conference import Conference


def add_routes(blueprint: Blueprint, network: Network) -> None:
    """Adds the routes of conferences and of who is in them."""

    @blueprint.get("/Conferences.json")
    def list_conferences() -> ResponseReturnValue:
        wanted = {"name": request.args.get("FriendlyName"), "status": request.args.get("Status")}
        found = [
            conference_json(conference, network.account_sid)
            for conference in reversed(network.conferences)
            if all(value is None or getattr(conference, key) == value for key, value in wanted.items())
        ]
        return page_json("conferences", found, request.path, request.args.to_dict())

    @blueprint.get("/Conferences/<sid>.json")
    def read_conference(sid: str) -> ResponseReturnValue:
        return conference_json(find(network, sid), network.account_sid)

    @blueprint.post("/Conferences/<sid>.json")
    def change_conference(sid: str) -> ResponseReturnValue:
        conference = find(network, sid)
        status = request.form.get("Status", "")
        if status == "completed":
            _end(network, conference)
        elif status:
            raise RestRefused(400, 20001, f"Status must be completed, not {status!r}")
        return conference_json(conference, network.account_sid)

    participants.add_routes(blueprint, network, lambda sid: find(network, sid))


def find(network: Network, sid: str) -> Conference:
    """A conference by its SID, or by its name while it goes on. Raises RestRefused."""
    conference = network.board.conferences.find(sid)
    if conference is None:
        raise RestRefused(404, 20404, f"The requested resource {request.path} was not found")
    return conference


def _end(network: Network, conference: Conference) -> None:
    """Ends the conference and hangs up on everybody in it, as Twilio says it does."""
    calls = [network.calls[sid] for sid in conference.calls]
    network.board.conferences.change(conference, lambda room: room.end("conference-ended-via-api"))
    for call in calls:
        network.board.agenda.add(call.finish)
