"""Why an expert cannot do with a thread what they wanted to."""

from typing import Literal

from bot.errors import HandoverError

# Why nothing may be written: asked for no messages; could put the customer in danger; cannot be texted;
# nothing is in it; longer than the carrier takes.
Forbidden = Literal["opted_out", "unsafe", "no_number", "empty", "too_long"]


class AlreadyTaken(HandoverError):
    """Somebody else was quicker, or nobody waits there any more."""


class NotFree(HandoverError):
    """This expert is not free: in a case already, resting, or not here."""


class NotYours(HandoverError):
    """The thread is not (or no longer) with this expert."""


class ThreadBusy(HandoverError):
    """The bot is just answering in this thread; to be tried again."""


class MayNotWrite(HandoverError):
    """Nothing may be sent; `reason` says why."""

    def __init__(self, reason: Forbidden) -> None:
        super().__init__(reason)
        self.reason: Forbidden = reason
