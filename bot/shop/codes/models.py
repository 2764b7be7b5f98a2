"""What is known of codes, without the codes."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Destination:
    """A stored contact a code can go to; `channel` is "sms" or "email", only `masked` may be said."""

    channel: str
    contact: str = field(repr=False)
    masked: str = ""


@dataclass(frozen=True)
class Ways:
    """Where codes of a customer can go, the phone first; `allowed` is False while too many were sent."""

    destinations: tuple[Destination, ...]
    allowed: bool

    def by(self, channel: str | None) -> Destination | None:
        """The way of this channel, the first there is for None."""
        return next((way for way in self.destinations if channel in (None, way.channel)), None)

    def beside(self, channel: str | None) -> Destination | None:
        """Another way than this one."""
        return next((way for way in self.destinations if way.channel != channel), None)


@dataclass(frozen=True)
class IssuedCode:
    """A code just made. It is nowhere else: whoever holds it sends it and forgets it."""

    destination: Destination
    code: str = field(repr=False)


class CodeCheck(StrEnum):
    """What came of a code that was given."""

    RIGHT = "right"
    WRONG = "wrong"
    # The third wrong one: this code is void.
    SPENT = "spent"
    # None is out, or it is too old.
    EXPIRED = "expired"
