"""One call in a conference: what it was put there with and what the REST interface may change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from carrier.voice.state import CallState
from carrier.voice.transcript import Entry

if TYPE_CHECKING:
    from carrier.voice.conference import Conference


@dataclass(eq=False)
class Participant:
    """A leg of a conference.

    `note` writes into the call's transcript, `release` takes the call out of its <Dial>; `leg_open` says that
    it still waits there.
    """

    call: CallState
    note: Callable[[Entry], None]
    release: Callable[[], None]
    label: str = ""
    starts: bool = True
    ends: bool = False
    muted: bool = False
    hold: bool = False
    # Another object for every time on hold; what was played for the time before ends with it.
    on_hold: object | None = None
    coaches: str = ""
    beeps: frozenset[str] = frozenset({"enter", "exit"})
    leg_open: bool = True
    status: Literal["connected", "complete"] = "connected"
    joined_at: datetime = field(init=False)
    conference: "Conference | None" = None

    @property
    def is_heard(self) -> bool:
        """Whether what it says reaches anybody now."""
        room = self.conference
        if room is None or room.status != "in-progress":
            return False
        return any(other.hears(self) for other in room.participants)

    def hears(self, speaker: "Participant") -> bool:
        """Whether what the other one says reaches this one."""
        if speaker is self or speaker.muted or speaker.hold or self.hold:
            return False
        return not speaker.coaches or speaker.coaches == self.call.sid

    def facts(self) -> dict[str, str]:
        """What a status callback tells of it."""
        facts = {
            "CallSid": self.call.sid,
            "Muted": _flag(self.muted),
            "Hold": _flag(self.hold),
            "Coaching": _flag(bool(self.coaches)),
            "EndConferenceOnExit": _flag(self.ends),
            "StartConferenceOnEnter": _flag(self.starts),
        }
        optional = {"ParticipantLabel": self.label, "CallSidToCoach": self.coaches}
        return facts | {name: value for name, value in optional.items() if value}


def _flag(value: bool) -> str:
    return str(value).lower()
