"""Calls and messages as the phones in browser and terminal see them; no secret of the account is in them."""

from typing import Any

from carrier.sms.message import Message
from carrier.voice.call import Call
from carrier.voice.listening import Listening
from carrier.voice.transcript import Connected, Ended, Entry, Joined, Left, Pressed, Said, Utterance, Waited

Json = dict[str, Any]


def call_view(call: Call, after: int = 0) -> Json:
    """The call's state and its entries from number `after` on."""
    entries = list(call.state.transcript.entries)
    return {
        "sid": call.sid,
        "from": call.state.from_,
        "to": call.state.to,
        "direction": call.state.direction,
        "status": call.status,
        "over": call.over,
        "conference": call.in_conference,
        "listening": _listening_view(call.listening),
        "entries": [_entry_view(entry) for entry in entries[after:]],
        "next": len(entries),
        "problems": [f"{problem.code}: {problem.text}" for problem in call.state.problems],
    }


def message_view(message: Message, phone_number: str) -> Json:
    """A message in this phone's thread."""
    return {
        "sid": message.sid,
        "mine": message.from_ == phone_number,
        "text": message.body,
        "status": message.status,
        "media": message.media,
        "at": message.created_at.isoformat(),
        "segments": message.segments,
    }


def _listening_view(listening: Listening | None) -> Json | None:
    if listening is None:
        return None
    return {
        "kind": listening.kind,
        "speech": listening.speech,
        "keys": listening.keys,
        "timeout": listening.timeout,
        "language": listening.language,
        "digits": listening.digits,
    }


def _entry_view(entry: Entry) -> Json:
    match entry:
        case Utterance():
            return {
                "kind": "heard",
                "text": entry.text,
                "language": entry.language,
                "voice": entry.voice,
                "sound": entry.kind,
                "at": entry.at.isoformat(),
            }
        case Said():
            return {"kind": "said", "text": entry.text, "taken": entry.taken, "at": entry.at.isoformat()}
        case Pressed():
            return {"kind": "pressed", "text": entry.key, "taken": entry.taken, "at": entry.at.isoformat()}
        case Waited():
            return {"kind": "waited", "text": "", "at": entry.at.isoformat()}
        case Joined() | Connected() | Left():
            kind = type(entry).__name__.lower()
            return {"kind": kind, "text": entry.room, "at": entry.at.isoformat()}
        case Ended():
            return {"kind": "ended", "text": entry.status, "at": entry.at.isoformat()}
