"""A conference: who is in it, when it begins and ends, and who hears whom."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from carrier.voice.participant import Participant
from carrier.voice.transcript import Connected, Joined, Left, Utterance
from carrier.web.exchange import Exchange

if TYPE_CHECKING:
    from carrier.switchboard import Switchboard

Facts = dict[str, str]

_EVENTS = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
}


@dataclass(frozen=True)
class Callback:
    """Where a conference's events go; the first participant's word counts."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset()


class Conference:
    """One conference from its first participant to its last; changed only under its registry's lock."""

    def __init__(self, name: str, callback: Callback, board: "Switchboard") -> None:
        self.name = name
        self.sid = board.mint.sid("CF")
        self.status: Literal["init", "in-progress", "completed"] = "init"
        self.created_at: datetime = board.clock.now()
        self.updated_at = self.created_at
        self.participants: list[Participant] = []
        self.everybody: list[Participant] = []
        self.requests: list[Exchange] = []
        self.begun = False
        self.reason_ended = ""
        self.ended_by = ""
        self._callback = callback
        self._board = board
        self._told = 0

    @property
    def calls(self) -> list[str]:
        """The SIDs of the calls in it now."""
        return [participant.call.sid for participant in self.participants]

    def join(self, participant: Participant) -> None:
        """Lets a call in; with two of them, one of which may start it, the conference begins."""
        now = participant.joined_at = self._board.clock.now()
        self.participants.append(participant)
        self.everybody.append(participant)
        participant.call.participant = participant
        participant.call.room = self.name or None
        participant.conference = self
        participant.note(Joined(self.name, now))
        self._tell("participant-join", participant)
        self._beep(participant, "enter")
        if self.status == "in-progress":
            participant.note(Connected(self.name, now))
        elif len(self.participants) > 1 and any(each.starts for each in self.participants):
            self._begin(now)

    def leave(self, participant: Participant) -> None:
        """Lets a call go; with it the conference, if it was the last or its leaving ends it."""
        if participant not in self.participants:
            return
        self._remove(participant)
        self._beep(participant, "exit")
        if participant.ends:
            self.end("participant-with-end-conference-on-exit-left", participant.call.sid)
        elif not self.participants:
            self.end("last-participant-left", participant.call.sid)

    def kick(self, participant: Participant) -> None:
        """Takes a call out on the application's word; its <Dial> is over."""
        self.leave(participant)
        participant.release()

    def end(self, reason: str, by: str = "") -> None:
        """Ends it for everybody; whoever is left goes on with what follows their <Dial>."""
        if self.status == "completed":
            return
        self.status, self.reason_ended, self.ended_by = "completed", reason, by
        for participant in list(self.participants):
            self._remove(participant)
            participant.release()
        facts = {"ReasonConferenceEnded": reason, "CallSidEndingConference": by}
        self._tell("conference-end", None, {name: value for name, value in facts.items() if value})

    def relay(self, speaker: Participant, text: str) -> bool:
        """Lets the others hear what one of them says; false if nobody does."""
        if self.status != "in-progress":
            return False
        hearers = [participant for participant in self.participants if participant.hears(speaker)]
        now, by = self._board.clock.now(), speaker.call.sid
        for hearer in hearers:
            hearer.note(Utterance(text, text, "", speaker.label, False, now, kind="person", by=by))
        return bool(hearers)

    def tell_change(self, event: str, participant: Participant) -> None:
        """Tells the application that a participant was muted, put on hold or the like."""
        self._tell(event, participant)

    def _begin(self, now: datetime) -> None:
        self.status, self.begun = "in-progress", True
        self._tell("conference-start")
        for participant in self.participants:
            participant.note(Connected(self.name, now))

    def _remove(self, participant: Participant) -> None:
        self.participants.remove(participant)
        participant.status = "complete"
        participant.call.participant = None
        participant.call.room = None
        participant.note(Left(self.name, self._board.clock.now()))
        self._tell("participant-leave", participant)

    def _beep(self, mover: Participant, occasion: str) -> None:
        if occasion not in mover.beeps or self.status != "in-progress":
            return
        for other in self.participants:
            if other is not mover:
                other.note(Utterance("", "beep", "", "", False, self._board.clock.now(), kind="tone"))

    def _tell(self, event: str, about: Participant | None = None, extra: Facts | None = None) -> None:
        self.updated_at = now = self._board.clock.now()
        if not self._callback.url or _EVENTS[event] not in self._callback.events:
            return
        params = {
            "AccountSid": self._board.account_sid,
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(self._told + 1),
            "Timestamp": format_datetime(now),
            **(about.facts() if about else {}),
            **(extra or {}),
        }
        self._told += 1
        self._board.agenda.add(lambda: self._send(params))

    def _send(self, params: dict[str, str]) -> None:
        self.requests.append(self._board.call_back(self._callback.url, self._callback.method, params))
