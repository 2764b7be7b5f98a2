"""Where the carrier asks us what to do next; absolute, as documents given by REST need them."""

from urllib.parse import urlencode

from bot.conversation.state import Conversation

VOICE = "/twilio/voice"


def turn_address(base_url: str, talk: Conversation) -> str:
    """The conversation's next turn."""
    return f"{base_url}{VOICE}/turn?{urlencode({'c': talk.id, 'n': talk.turns + 1})}"


def join_address(base_url: str, conversation_id: str) -> str:
    """Into the room of the caller's expert."""
    return f"{base_url}{VOICE}/join?{urlencode({'c': conversation_id})}"


def after_address(base_url: str, conversation_id: str, expert_call: str) -> str:
    """Out of the room, with the caller still there."""
    return f"{base_url}{VOICE}/after?{urlencode({'c': conversation_id, 'x': expert_call})}"


def voicemail_address(base_url: str, conversation_id: str) -> str:
    """A spoken message has been recorded, or not."""
    return f"{base_url}{VOICE}/voicemail?{urlencode({'c': conversation_id})}"


def expert_address(base_url: str, step: str, expert_call: str, tried: int = 0) -> str:
    """A step on the expert's phone."""
    again = {"tried": tried} if tried else {}
    return f"{base_url}{VOICE}/expert/{step}?{urlencode({'x': expert_call, **again})}"


def hold_address(base_url: str, expert_call: str, times: int = 0) -> str:
    """What a caller hears who is on hold, for the first time or again."""
    again = {"n": times} if times else {}
    return f"{base_url}{VOICE}/hold?{urlencode({'x': expert_call, **again})}"


def played_address(base_url: str, what: str, expert_call: str) -> str:
    """What one of those in a room hears alone."""
    return f"{base_url}{VOICE}/played/{what}?{urlencode({'x': expert_call})}"


def side_address(base_url: str, step: str, side_call: str, tried: int = 0) -> str:
    """A step on the phone of somebody beside a talk; the first has no name."""
    again = {"tried": tried} if tried else {}
    page = f"{VOICE}/side/{step}" if step else f"{VOICE}/side"
    return f"{base_url}{page}?{urlencode({'s': side_call, **again})}"
