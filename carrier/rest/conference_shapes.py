"""Twilio's JSON for conferences and their participants."""

from carrier.rest.shapes import API_VERSION, Json, stamp
from carrier.voice.conference import Conference
from carrier.voice.participant import Participant


def conference_json(conference: Conference, account_sid: str) -> Json:
    """A conference resource."""
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{conference.sid}"
    return {
        "sid": conference.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "friendly_name": conference.name,
        "status": conference.status,
        "region": "us1",
        "reason_conference_ended": conference.reason_ended or None,
        "call_sid_ending_conference": conference.ended_by or None,
        "date_created": stamp(conference.created_at),
        "date_updated": stamp(conference.updated_at),
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
    }


def participant_json(participant: Participant, conference: Conference, account_sid: str) -> Json:
    """A participant resource."""
    path = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{conference.sid}/Participants"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "call_sid": participant.call.sid,
        "conference_sid": conference.sid,
        "label": participant.label or None,
        "status": participant.status,
        "muted": participant.muted,
        "hold": participant.hold,
        "coaching": bool(participant.coaches),
        "call_sid_to_coach": participant.coaches or None,
        "start_conference_on_enter": participant.starts,
        "end_conference_on_exit": participant.ends,
        "queue_time": "0",
        "date_created": stamp(participant.joined_at),
        "date_updated": stamp(conference.updated_at),
        "uri": f"{path}/{participant.call.sid}.json",
    }
