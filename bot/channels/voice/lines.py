"""Changes live calls by the carrier's REST interface; bot.handover.lines says what for."""

from bot.channels.carrier_rest import CarrierCalls
from bot.channels.voice.addresses import expert_address, join_address, turn_address
from bot.channels.voice.twiml import Speech, twiml_for
from bot.conversation.state import Conversation, Reply, Sentence
from bot.errors import CallGone


class CarrierLines:
    """Moves callers between our pages, and ends experts' calls."""

    def __init__(self, calls: CarrierCalls, base_url: str) -> None:
        self._calls = calls
        self._base_url = base_url

    def to_room(self, talk: Conversation) -> None:
        """Take the caller out of what they hear and into the room of their expert."""
        self._calls.move(_sid(talk), join_address(self._base_url, talk.id))

    def to_turn(self, talk: Conversation) -> None:
        """Take the caller back to us, to their next turn."""
        self._calls.move(_sid(talk), turn_address(self._base_url, talk))

    def to_step(self, call_sid: str, x: str) -> None:
        """Take an expert's phone to what their call `x` is at now."""
        self._calls.move(call_sid, expert_address(self._base_url, "again", x))

    def tell(self, call_sid: str, sentence: Sentence) -> None:
        """Say one last thing and hang up."""
        last = twiml_for(Reply((sentence,), ends=True), Speech(sentence.language, False, ""))
        self._calls.say_and_end(call_sid, last)

    def hang_up(self, call_sid: str) -> None:
        """Stop the ringing, or end the call."""
        self._calls.hang_up(call_sid)

    def is_over(self, call_sid: str) -> bool:
        """Whether the call has ended; never CallGone."""
        return self._calls.is_over(call_sid)


def _sid(talk: Conversation) -> str:
    if talk.call_sid is None:
        raise CallGone("no call")
    return talk.call_sid
