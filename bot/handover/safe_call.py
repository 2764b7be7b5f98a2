"""For who may be overheard: no call back but the one they set themselves, whoever would have offered one."""

from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover.caller_words import unsafe_since

SAFE_CALL = "safe_call"


def is_unsafe(turn: Turn) -> bool:
    """Whether this caller may only be reached as they say."""
    return unsafe_since(turn.conversation) is not None


def offer(turn: Turn, *lead: Sentence) -> Reply:
    """Ask whether there is a number and a time at all; abuse_safety.py goes on from there."""
    return turn.ask(*lead, turn.say("delicate_not_safe"), kind=SAFE_CALL, expecting="yes_no")
