"""What the hotline does with calls that are going on; the carrier's side of it is in bot.channels.voice."""

from typing import Protocol

from bot.conversation.state import Conversation, Sentence


class Lines(Protocol):
    """Changes live calls. All raise CallGone for a call that is over, else CarrierUnavailable."""

    def to_room(self, talk: Conversation) -> None:
        """Take the caller out of what they hear and into the room of their expert."""
        ...

    def to_turn(self, talk: Conversation) -> None:
        """Take the caller back to us, to their next turn."""
        ...

    def to_step(self, call_sid: str, x: str) -> None:
        """Take an expert's phone to what their call `x` is at now."""
        ...

    def tell(self, call_sid: str, sentence: Sentence) -> None:
        """Say one last thing and hang up."""
        ...

    def hang_up(self, call_sid: str) -> None:
        """Stop the ringing, or end the call."""
        ...

    def is_over(self, call_sid: str) -> bool:
        """Whether the call has ended; never CallGone."""
        ...
