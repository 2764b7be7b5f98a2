"""What people heard: never long silence on a waiting caller's line, never a phone rung for who is gone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from carrier import Call
from carrier.twiml.speech import seconds_to_say
from carrier.voice.transcript import Connected, Ended, Entry, Left, Pressed, Said, Utterance
from tests.transfers.afternoon import Afternoon
from tests.transfers.afternoon_history import read

LONGEST_SILENCE = timedelta(seconds=20)
# The carrier tells us of a hung up phone, we tell it to ring no longer.
STOPS_WITHIN = timedelta(seconds=3)


def silences(afternoon: Afternoon) -> list[str]:
    """Callers for whom nothing was to be heard for more than 20 seconds, neither voice nor person."""
    calls = afternoon.hotline.network.calls.values()
    inbound = [call for call in calls if call.state.direction == "inbound"]
    return [f"{call.state.from_} {fault}" for call in inbound for fault in _silences(call)]


def _silences(call: Call) -> Iterator[str]:
    since: datetime | None = None
    with_somebody = False
    for entry in call.state.transcript.entries:
        if since and not with_somebody and entry.at - since > LONGEST_SILENCE and _sounds(entry):
            yield f"heard nothing from {since:%H:%M:%S} to {entry.at:%H:%M:%S}"
        if isinstance(entry, Connected | Left):
            with_somebody = isinstance(entry, Connected)
        if _sounds(entry):
            since = max(since or entry.at, _until(entry))


def _sounds(entry: Entry) -> bool:
    return isinstance(entry, Utterance | Said | Pressed | Connected | Left | Ended)


def _until(entry: Entry) -> datetime:
    if isinstance(entry, Utterance):
        return entry.at + timedelta(seconds=seconds_to_say(entry.text))
    return entry.at


def rung_for_nobody(afternoon: Afternoon) -> list[str]:
    """Experts rung for a caller who had hung up, or whose phone rang on after that."""
    hotline, faults = afternoon.hotline, []
    query = """SELECT c.*, talks.call_sid AS caller_sid FROM expert_calls c JOIN waits ON waits.id = c.wait_id
        JOIN conversations talks ON talks.id = waits.conversation_id WHERE waits.channel = 'voice'"""
    for row in map(read, hotline.rows(query)):
        caller = hotline.network.calls.get(row["caller_sid"])
        gone_at = caller.state.ended_at if caller else None
        if gone_at and row["created_at"] > gone_at:
            faults.append(
                f"{row['staff_id']} was rung at {row['created_at']:%H:%M:%S}, caller gone {gone_at:%H:%M:%S}"
            )
        ringing = hotline.network.calls.get(row["call_sid"] or "")
        if gone_at and ringing and _rang_on(ringing, gone_at):
            faults.append(f"{row['staff_id']} rang on after {gone_at:%H:%M:%S}")
    return faults


def _rang_on(call: Call, gone_at: datetime) -> bool:
    """Whether it rang still, or was picked up, some seconds after the caller had gone."""
    stopped = call.state.answered_at or call.state.ended_at
    return stopped is not None and call.state.created_at <= gone_at and stopped - gone_at > STOPS_WITHIN


def carriers_errors(afternoon: Afternoon) -> list[str]:
    """What the carrier complained of, and callers who heard it."""
    network = afternoon.hotline.network
    faults = [f"{violation.kind}: {violation.text}" for violation in network.violations]
    for sid, call in network.calls.items():
        faults += [f"{sid} heard an error" for one in call.heard if one.kind == "error"]
        faults += [f"{sid}: {problem}" for problem in (*call.errors, *call.warnings)]
    return faults
