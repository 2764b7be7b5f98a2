"""The facts of one call, shared by its interpreter, its callbacks and the REST interface."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carrier.twiml.document import Document, Problem
from carrier.voice.listening import Input, Listening
from carrier.voice.transcript import Transcript
from carrier.web.exchange import Exchange

if TYPE_CHECKING:
    from carrier.voice.flow import Flow
    from carrier.voice.participant import Participant

FINAL_STATUSES = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True)
class Target:
    """What to play next: a document in hand, or a URL to ask for one with these extra parameters."""

    url: str
    method: str = "POST"
    extra: dict[str, str] = field(default_factory=dict)
    document: Document | None = None
    is_fallback: bool = False


@dataclass(frozen=True)
class Detection:
    """That the application wants to know who answers: `Enable` or `DetectMessageEnd`; with a URL, later."""

    mode: str
    later_url: str = ""
    later_method: str = "POST"


@dataclass(frozen=True)
class Handlers:
    """Where a call's webhooks go."""

    first: Target
    fallback_url: str = ""
    status_url: str = ""
    status_method: str = "POST"
    status_events: tuple[str, ...] = ("completed",)
    detection: Detection | None = None


@dataclass
class CallState:
    """Everything known about a call.

    `patient`: time passes for it by itself, so that its prompts and the silence after them take seconds.
    `watchers` are told every new status; `afterwards` is what a call placed by another one's <Dial> does
    when its own document has ended.
    """

    sid: str
    from_: str
    to: str
    direction: str
    handlers: Handlers
    created_at: datetime
    status: str = "queued"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    listening: Listening | None = None
    transcript: Transcript = field(default_factory=Transcript)
    problems: list[Problem] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    recordings: list[dict[str, Any]] = field(default_factory=list)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    callbacks_sent: int = 0
    patient: bool = False
    participant: "Participant | None" = None
    room: str | None = None
    answered_by: str = ""
    parent_sid: str = ""
    watchers: list[Callable[[str], None]] = field(default_factory=list)
    afterwards: Callable[["Flow"], Generator[Listening, Input, str]] | None = None

    @property
    def over(self) -> bool:
        """Whether the call has ended, one way or the other."""
        return self.status in FINAL_STATUSES

    @property
    def duration(self) -> int:
        """Whole seconds from answer to end, 0 if it was never answered."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))
