"""`/Conferences/{sid}/Participants`: who is in a conference, and what is done to them."""

from collections.abc import Callable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from carrier.errors import RestRefused
from carrier.network import Network
from carrier.rest.conference_shapes import participant_json
from carrier.rest.shapes import page_json
from carrier.voice.aside import announce, hold
from carrier.voice.conference import Conference
from carrier.voice.participant import Participant


def add_routes(blueprint: Blueprint, network: Network, find: Callable[[str], Conference]) -> None:
    """Adds the participants' routes; `find` finds a conference."""

    @blueprint.get("/Conferences/<sid>/Participants.json")
    def list_participants(sid: str) -> ResponseReturnValue:
        conference = find(sid)
        found = [
            participant_json(each, conference, network.account_sid)
            for each in reversed(conference.participants)
            if _is_wanted(each)
        ]
        return page_json("participants", found, request.path, request.args.to_dict())

    @blueprint.get("/Conferences/<sid>/Participants/<who>.json")
    def read_participant(sid: str, who: str) -> ResponseReturnValue:
        conference = find(sid)
        return participant_json(_participant(conference, who), conference, network.account_sid)

    @blueprint.post("/Conferences/<sid>/Participants/<who>.json")
    def change_participant(sid: str, who: str) -> ResponseReturnValue:
        conference = find(sid)
        participant = _participant(conference, who)
        network.board.conferences.change(conference, lambda room: _change(room, participant))
        _play(participant, network)
        return participant_json(participant, conference, network.account_sid)

    @blueprint.delete("/Conferences/<sid>/Participants/<who>.json")
    def remove_participant(sid: str, who: str) -> ResponseReturnValue:
        conference = find(sid)
        participant = _participant(conference, who)
        network.board.conferences.change(conference, lambda room: room.kick(participant))
        return "", 204


def _change(conference: Conference, participant: Participant) -> None:
    form = request.form
    if "Muted" in form:
        participant.muted = _flag(form["Muted"])
        conference.tell_change("participant-mute" if participant.muted else "participant-unmute", participant)
    if "Hold" in form:
        participant.hold = _flag(form["Hold"])
        participant.on_hold = None
        conference.tell_change("participant-hold" if participant.hold else "participant-unhold", participant)
    if "EndConferenceOnExit" in form:
        participant.ends = _flag(form["EndConferenceOnExit"])
        conference.tell_change("participant-modify", participant)
    if "Coaching" in form or "CallSidToCoach" in form:
        participant.coaches = _coached(conference)
        conference.tell_change("participant-modify", participant)


def _play(participant: Participant, network: Network) -> None:
    form = request.form
    for name in ("HoldUrl", "AnnounceUrl"):
        if form.get(name) and not form[name].startswith(("http://", "https://")):
            raise RestRefused(400, 21205, f"{name} is not a valid URL")
    if "Hold" in form and participant.hold:
        hold(participant, network.board, form.get("HoldUrl", ""), form.get("HoldMethod", "GET"))
    if form.get("AnnounceUrl"):
        announce(participant, network.board, form["AnnounceUrl"], form.get("AnnounceMethod", "POST"))


def _coached(conference: Conference) -> str:
    coached = request.form.get("CallSidToCoach", "")
    if not _flag(request.form.get("Coaching", "true")):
        return ""
    if coached not in conference.calls:
        raise RestRefused(400, 16028, "The participant to coach is not in the conference")
    return coached


def _participant(conference: Conference, who: str) -> Participant:
    for participant in conference.participants:
        if who in (participant.call.sid, participant.label):
            return participant
    raise RestRefused(404, 20404, f"The requested resource {request.path} was not found")


def _is_wanted(participant: Participant) -> bool:
    states = {"Muted": participant.muted, "Hold": participant.hold, "Coaching": bool(participant.coaches)}
    given = {name: request.args[name] for name in states if name in request.args}
    return all(_flag(value) == states[name] for name, value in given.items())


def _flag(text: str) -> bool:
    return text.lower() == "true"
