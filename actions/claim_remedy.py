"""Replacement or money: what the caller wants instead."""

from actions.claim_facts import MOST_MISSES, asks_in_vain, told
from actions.talk import Talk
from bot.shop.claims.models import Remedy
from bot.understanding.topic_words import topic_in

ASKED = "claim_remedy_text"
CHOSEN = "claim_remedy"
SURE = {
    "refund_rather": Remedy.REFUND,
    "replacement": Remedy.REPLACEMENT,
    "refund": Remedy.REFUND,
}
# Short answers mean what they say only when they are answers.
ANSWERED = {
    **SURE,
    "loose_refund": Remedy.REFUND,
    "loose_replacement": Remedy.REPLACEMENT,
    "either": Remedy.REPLACEMENT,
}


def chosen(talk: Talk) -> Remedy | None:
    """What the caller has chosen, OPEN after two answers beside it; None when it is being asked."""
    known = talk.reply.recall(CHOSEN)
    if known:
        return Remedy(known)
    remedy = in_words(talk, talk.turn.text, ANSWERED) if talk.turn.requested == ASKED else None
    remedy = remedy or in_words(talk, told(talk), SURE)
    if remedy is None:
        misses = asks_in_vain(talk, ASKED)
        if misses < MOST_MISSES:
            talk.ask(ASKED, "utter_claim_remedy_again" if misses else "utter_claim_remedy")
            return None
        remedy = Remedy.OPEN
    talk.reply.remember(**{CHOSEN: remedy.value})
    return remedy


def in_words(talk: Talk, words: str, meanings: dict[str, Remedy] = SURE) -> Remedy | None:
    """The remedy these words name."""
    return meanings.get(topic_in("claim_remedy", words, talk.turn.language) or "")
