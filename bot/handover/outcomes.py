"""How a wait and a call of an expert can end: every one typed, every one with a next step."""

from enum import StrEnum


class CallOutcome(StrEnum):
    """How one call of an expert's phone ended."""

    COMPLETED = "completed"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    # Picked up, but nobody pressed the key: a mailbox, or a pocket.
    NO_KEY = "no_key"
    DROPPED_IN_BRIEF = "dropped_in_brief"
    DROPPED_IN_CALL = "dropped_in_call"
    CALLER_GONE = "caller_gone"
    TRANSFERRED = "transferred"
    HANDED_BACK = "handed_back"
    # Taken back before anybody could answer: somebody else had it, or the wait was over.
    WITHDRAWN = "withdrawn"


class WaitOutcome(StrEnum):
    """How waiting ended."""

    TALKED = "talked"
    HUNG_UP = "caller_hung_up"
    CALLBACK = "callback"
    VOICEMAIL = "voicemail"
    HANDED_BACK = "handed_back"
    CASE_ONLY = "case_only"


# The expert was asked and did not come: the next one is asked, this one not again for this caller.
NOT_REACHED = frozenset(
    {CallOutcome.DECLINED, CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.FAILED, CallOutcome.NO_KEY}
)
