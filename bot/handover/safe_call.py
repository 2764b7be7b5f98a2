"""For who may be overheard: no call back but the one they set themselves, whoever would have offered one."""

from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover.caller_words import UNSAFE

SAFE_CALL = "safe_call"


def is_unsafe(turn: Turn) -> bool:
    """Whether this caller may only be reached as they say; a hint nobody has asked about yet is no reason."""
    return any(flag["code"] == UNSAFE and flag["level"] != "hint" for flag in turn.memory.flags)


def offer(turn: Turn, *lead: Sentence) -> Reply:
    """Ask whether there is a number and a time at all; abuse_safety.py goes on from there."""
    return turn.ask(*lead, turn.say("delicate_not_safe"), kind=SAFE_CALL, expecting="yes_no")
