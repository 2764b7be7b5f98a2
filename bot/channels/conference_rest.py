"""Changes who is in a conference, by the carrier's REST interface; bot.handover.conference says what for."""

from collections.abc import Callable
from typing import Any, TypeVar

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.voice.addresses import hold_address, played_address
from bot.errors import CallGone, CarrierUnavailable
from bot.handover.conference import Seat

T = TypeVar("T")
# A room is entered again after the star menu, each time as a conference of its own.
MOST_OF_A_NAME = 20
GOING_ON = ("init", "in-progress")


class CarrierRooms:
    """Rooms by their name, people by their calls; its client should not wait long."""

    def __init__(self, client: Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url

    def mute(self, seat: Seat, muted: bool) -> None:
        """Nobody hears them any more, or everybody again."""
        self._change(seat, muted=muted)

    def hold(self, seat: Seat, x: str) -> None:
        """Out of the talk, with words of ours until it goes on."""
        self._change(seat, hold=True, hold_url=hold_address(self._base_url, x), hold_method="POST")

    def resume(self, seat: Seat) -> None:
        """Back into the talk."""
        self._change(seat, hold=False)

    def play(self, seat: Seat, what: str, x: str) -> None:
        """Let this one alone hear something."""
        address = played_address(self._base_url, what, x)
        self._change(seat, announce_url=address, announce_method="POST")

    def ends_with(self, seat: Seat, ends: bool) -> None:
        """Whether the talk is over for everybody when this one leaves."""
        self._change(seat, end_conference_on_exit=ends)

    def _change(self, seat: Seat, **values: Any) -> None:
        room = self._conference(seat.room)
        people = self._client.conferences(room).participants
        _asked(lambda: people(seat.call_sid).update(**values))

    def _conference(self, name: str) -> str:
        """The one going on under this name; raises CallGone."""
        found = _asked(lambda: self._client.conferences.list(friendly_name=name, limit=MOST_OF_A_NAME))
        going_on = [str(one.sid) for one in found if one.status in GOING_ON]
        if not going_on:
            raise CallGone("no conference")
        return going_on[0]


def _asked(request: Callable[[], T]) -> T:
    try:
        return request()
    except TwilioRestException as error:
        if error.status == 404:
            raise CallGone(str(error.code)) from error
        raise CarrierUnavailable(str(error.status)) from error
    except (TwilioException, OSError) as error:
        raise CarrierUnavailable(type(error).__name__) from error
