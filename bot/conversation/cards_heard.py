"""Card and account numbers that callers say unasked: stopped kindly, never used, never written down."""

from dataclasses import replace
from datetime import date

from bot.conversation.secrets_heard import awaits_secret
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.turn import Turn
from bot.understanding.card_numbers import MARK, is_card_number, without_cards


def without_card_numbers(heard: Heard, talk: Conversation, today: date) -> Heard:
    """What was heard, less any card number; where a code is awaited, the question's own rules hold."""
    if awaits_secret(talk.memory):
        return heard
    if heard.keys and is_card_number(heard.keys.rstrip("#")):
        return replace(heard, keys=None, text=MARK)
    if heard.text:
        cleaned = without_cards(heard.text, talk.language, today, talk.memory.expecting)
        return replace(heard, text=cleaned)
    return heard


def stopped_kindly(turn: Turn, reply: Reply) -> Reply:
    """The reply, opened by a word about card numbers if the caller began to say one."""
    if not reply.sentences or MARK not in (turn.heard.text or ""):
        return reply
    turn.note("card_number_stopped", {})
    return replace(reply, sentences=(turn.say("no_card_numbers"), *reply.sentences))
