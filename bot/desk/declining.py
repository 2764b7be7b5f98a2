"""Declining a case, and what follows when nobody is left to be asked."""

from bot.clock import Clock
from bot.desk.declined_case import DeclinedCase
from bot.handover.unwanted import Unwanted
from bot.staff.person import Person


class Declining:
    """Those in charge hear at once of a message nobody wants."""

    def __init__(self, declined: DeclinedCase, unwanted: Unwanted, clock: Clock) -> None:
        self._declined = declined
        self._unwanted = unwanted
        self._clock = clock

    def decline(self, wait_id: str, person: Person, reason: str) -> None:
        """Raises NotThere, TooLate, or NotPossible for a reason nobody knows."""
        self._declined.decline(wait_id, person, reason)
        self._unwanted.look(wait_id, self._clock.now())
