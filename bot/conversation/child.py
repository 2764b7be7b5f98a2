"""A child on the line buys nothing for the rest of the conversation; questions stay possible."""

from dataclasses import replace

from bot.conversation.controls import forget_dialogue
from bot.conversation.state import Memory, Reply
from bot.conversation.turn import Turn
from bot.understanding.intent_kinds import NOT_WISHES
from bot.understanding.minors import says_minor

# What costs money, or may: for grown-ups.
BUYS = frozenset({"order_place", "order_repeat", "order_change", "subscription_change"})
REASON = "order_minor"


def hear_child(turn: Turn) -> None:
    """Remember a child by its own words, in every state; whoever takes the phone later talks to a person."""
    if turn.memory.child or not says_minor(turn.heard.text or "", turn.conversation.language):
        return
    turn.memory.child = True
    turn.note("child_heard")


def not_for_a_child(turn: Turn) -> Reply | None:
    """A person instead of a purchase, begun or wished for; None for grown-ups and for questions.

    May raise DialogueUnavailable: an order nobody could stop is not gone on with.
    """
    if not turn.memory.child:
        return None
    begun = _is_buying(turn.memory)
    if begun:
        stop_order(turn)
    return _refused(turn) if turn.intent in BUYS or (begun and not _asks_something(turn)) else None


def stop_order(turn: Turn) -> None:
    """Nothing is gone on with; raises DialogueUnavailable, and is then tried again by the next turn."""
    memory = turn.memory
    memory.interrupted = memory.expecting = None
    memory.ordering = True
    forget_dialogue(turn)


def _is_buying(memory: Memory) -> bool:
    """Also with a question in between, or one of our own."""
    asked = memory.expecting and memory.question is None
    return memory.ordering or bool(asked and memory.wish in BUYS)


def _asks_something(turn: Turn) -> bool:
    return turn.intent is not None and turn.intent not in NOT_WISHES


def _refused(turn: Turn) -> Reply:
    reply = turn.services.handovers.request(turn, REASON)
    return replace(reply, sentences=(turn.say("child_orders_nothing"), *reply.sentences))
