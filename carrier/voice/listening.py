"""What a waiting call listens for, and what a caller can do then."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Listening:
    """The call waits: for speech, for keys, or (neither) for something to end it.

    `digits` are the keys collected so far; `timeout` is how long silence lasts, in seconds.
    """

    kind: Literal["gather", "record", "endless"]
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
class Key:
    """The caller presses one key."""

    key: str


@dataclass(frozen=True)
class Silence:
    """The time to answer, or to press another key, runs out."""


@dataclass(frozen=True)
class HangUp:
    """The caller hangs up while being recorded."""


Input = Speech | Key | Silence | HangUp
