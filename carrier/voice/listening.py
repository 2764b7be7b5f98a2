"""What a waiting call listens for, and what a caller, or the network, can do then."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Listening:
    """The call waits: for speech, for keys, or (neither) for something to end it.

    `digits` are the keys collected so far; `timeout` is how long silence lasts, in seconds, 0 for ever.
    While `speaking`, which only patient calls do, it is how long the prompt still takes.
    """

    kind: Literal["gather", "record", "endless", "speaking", "conference"]
    speech: bool
    keys: bool
    timeout: float
    language: str = "en-US"
    hints: tuple[str, ...] = ()
    digits: str = ""


@dataclass(frozen=True)
class Speech:
    """The caller speaks; without a confidence the parameter is left out, as Twilio sometimes does."""

    text: str
    confidence: float | None = 0.9


@dataclass(frozen=True)
class Begins:
    """The caller begins to speak and so cuts off a prompt; what they say is known when they have finished."""


@dataclass(frozen=True)
class Key:
    """The caller presses one key."""

    key: str


@dataclass(frozen=True)
class Silence:
    """The time to answer, or to press another key, runs out."""


@dataclass(frozen=True)
class Passed:
    """What was being said has been said."""


@dataclass(frozen=True)
class HangUp:
    """The call has ended while it was recorded or in a conference."""


@dataclass(frozen=True)
class Released:
    """The call is out of its conference, by no deed of its own; `why` is for the log."""

    why: str = ""


Input = Speech | Begins | Key | Silence | Passed | HangUp | Released
