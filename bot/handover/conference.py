"""What the hotline does to people in a room; the carrier's side of it is in bot.channels.conference_rest."""

from dataclasses import dataclass
from typing import Protocol

from bot.errors import CarrierUnavailable

# What one of them is played alone: the brief for the expert, or that a coach listens from now on.
BRIEF, COACH_FOR_CALLER, COACH_FOR_EXPERT = "brief", "coach_caller", "coach_expert"


@dataclass(frozen=True)
class Seat:
    """One call in a room."""

    room: str
    call_sid: str


class Rooms(Protocol):
    """`x` is the expert's call a room belongs to. All raise CallGone for who is not in the room, else
    CarrierUnavailable.
    """

    def mute(self, seat: Seat, muted: bool) -> None:
        """Nobody hears them any more, or everybody again."""
        ...

    def hold(self, seat: Seat, x: str) -> None:
        """Out of the talk, with words of ours until it goes on."""
        ...

    def resume(self, seat: Seat) -> None:
        """Back into the talk."""
        ...

    def play(self, seat: Seat, what: str, x: str) -> None:
        """Let this one alone hear something (BRIEF, …)."""
        ...

    def ends_with(self, seat: Seat, ends: bool) -> None:
        """Whether the talk is over for everybody when this one leaves."""
        ...


class NoRooms:
    """A carrier without conferences, as in a test that needs none."""

    def mute(self, seat: Seat, muted: bool) -> None:
        """Not here."""
        raise CarrierUnavailable("no rooms")

    def hold(self, seat: Seat, x: str) -> None:
        """Not here."""
        raise CarrierUnavailable("no rooms")

    def resume(self, seat: Seat) -> None:
        """Not here."""
        raise CarrierUnavailable("no rooms")

    def play(self, seat: Seat, what: str, x: str) -> None:
        """Not here."""
        raise CarrierUnavailable("no rooms")

    def ends_with(self, seat: Seat, ends: bool) -> None:
        """Not here."""
        raise CarrierUnavailable("no rooms")
