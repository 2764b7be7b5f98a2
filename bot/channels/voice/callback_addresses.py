"""Where the carrier asks what to say to somebody we call back."""

from urllib.parse import urlencode

from bot.channels.voice.addresses import VOICE
from bot.conversation.state import Conversation


def callback_turn_address(base_url: str, leg: Conversation) -> str:
    """The next turn, until they are with the expert."""
    return f"{base_url}{VOICE}/callback/turn?{urlencode({'c': leg.id, 'n': leg.turns + 1})}"
