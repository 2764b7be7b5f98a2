"""The account's conferences, by name while they last."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from carrier.errors import TwimlError
from carrier.voice.conference import Callback, Conference
from carrier.voice.participant import Participant

if TYPE_CHECKING:
    from carrier.switchboard import Switchboard


class Conferences:
    """Who joins, leaves and speaks does so one after another, whichever thread they come from."""

    def __init__(self) -> None:
        self.all: list[Conference] = []
        self._live: dict[str, Conference] = {}
        self._lock = threading.RLock()

    def join(
        self, name: str, participant: Participant, callback: Callback, most: int, board: "Switchboard"
    ) -> Conference:
        """The conference of this name with the participant in it. Raises TwimlError if it may not join."""
        with self._lock:
            conference = self._live_one(name)
            if conference is None:
                conference = self._live[name] = Conference(name, callback, board)
                self.all.append(conference)
            _check(conference, participant, most)
            conference.join(participant)
            return conference

    def leave(self, conference: Conference, participant: Participant) -> None:
        """Lets a participant go who may be gone already."""
        with self._lock:
            conference.leave(participant)

    def relay(self, conference: Conference, speaker: Participant, text: str) -> None:
        """Lets the others hear it."""
        with self._lock:
            conference.relay(speaker, text)

    def change(self, conference: Conference, change: Callable[[Conference], None]) -> None:
        """Changes a conference while nobody else does."""
        with self._lock:
            change(conference)

    def find(self, sid_or_name: str) -> Conference | None:
        """By SID, or the one going on under this name."""
        with self._lock:
            live = self._live_one(sid_or_name)
            return live or next((each for each in self.all if each.sid == sid_or_name), None)

    def _live_one(self, name: str) -> Conference | None:
        conference = self._live.get(name)
        return conference if conference and conference.status != "completed" else None


def _check(conference: Conference, participant: Participant, most: int) -> None:
    if len(conference.participants) >= most:
        raise TwimlError(16020, f"the conference has {most} participants already")
    labels = {each.label for each in conference.participants if each.label}
    if participant.label in labels:
        raise TwimlError(16025, f"the label {participant.label!r} is in use")
    if participant.coaches and participant.coaches not in conference.calls:
        raise TwimlError(16028, "the call to be coached is not in the conference")
