"""When to try again whoever was not reached: not to pester, not to give up at once. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.handover.calling_hours import CallingHours, within
from bot.handover.cases import Window

MOST_TRIES = 3
AFTER_BUSY = timedelta(minutes=5)
# A phone that rang does not ring again within this time.
AFTER_RINGING = timedelta(minutes=30)
LADDER = (AFTER_BUSY, AFTER_RINGING)


class NotReached(StrEnum):
    """Why a customer who was called back did not talk to us."""

    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no_answer"
    MAILBOX = "mailbox"
    # Picked up and put down again, or somebody else answered: a bad moment.
    HUNG_UP = "hung_up"
    NOT_THERE = "not_there"


NEVER_RANG = (NotReached.BUSY, NotReached.FAILED)
ANOTHER_DAY = (NotReached.HUNG_UP, NotReached.NOT_THERE)


def next_try(
    tries: int, why: NotReached, window: Window, now: datetime, hours: CallingHours
) -> datetime | None:
    """After 5 minutes, 30 minutes, in the next window; None once three tries were made.

    A phone that rang skips the 5 minutes; who was disturbed is left alone until the next window.
    """
    if tries >= MOST_TRIES:
        return None
    rung = tries - 1 if why in NEVER_RANG else tries
    if why not in ANOTHER_DAY and rung < len(LADDER):
        soon = now + LADDER[rung]
        if within(window, soon) and not hours.quiet(soon):
            return soon
    later = hours.next_window(window, now)
    return later.start if later else None
