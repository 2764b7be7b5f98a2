"""A no to what was read back: which part is wrong, the rest is kept."""

from actions import claim_line, claim_remedy
from actions.claim_facts import CHANGE, CONFIRM, FACTS, LINE, give_up
from actions.claim_remedy import CHOSEN
from actions.talk import Talk
from bot.shop.models import Order
from bot.understanding.topic_words import topic_in

PART = "claim_change"
# What is forgotten when only the part is named, so that its question is put anew.
FORGOTTEN = {
    "quantity": (claim_line.QUANTITY,),
    "article": (LINE, claim_line.QUANTITY, "claim_new_article"),
    "remedy": (CHOSEN,),
    "variant": ("claim_new_article",),
}


def changed(talk: Talk, order: Order) -> bool:
    """Take in a correction; True when it has been answered, False to go on with what is known."""
    correcting = talk.turn.requested == CHANGE
    if talk.turn.requested != CONFIRM and not correcting:
        return False
    if not correcting and talk.turn.answers(CONFIRM, "affirm"):
        return False
    if _took_in(talk, order):
        return False
    return _without_values(talk, correcting)


def _took_in(talk: Talk, order: Order) -> bool:
    """New values named at once: "no, the money back"; "not the vase, the lamp"."""
    before = [talk.reply.recall(name) for name in FACTS]
    meanings = claim_remedy.ANSWERED if talk.turn.requested == CHANGE else claim_remedy.SURE
    remedy = claim_remedy.in_words(talk, talk.turn.text, meanings)
    if remedy and talk.reply.recall(CHOSEN):
        talk.reply.remember(**{CHOSEN: remedy.value})
    line = claim_line.named(talk, order, talk.turn.text) if len(order.lines) > 1 else None
    if line is not None:
        talk.reply.remember(**{LINE: line})
    if talk.turn.value("quantity"):
        talk.reply.remember(**{claim_line.QUANTITY: talk.turn.value("quantity")})
    return before != [talk.reply.recall(name) for name in FACTS]


def _without_values(talk: Talk, correcting: bool) -> bool:
    part = topic_in(PART, talk.turn.text, talk.turn.language)
    if part == "nothing":
        talk.reply.say("utter_claim_dropped")
        talk.settle()
    elif part in FORGOTTEN:
        talk.reply.remember(**dict.fromkeys(FORGOTTEN[part]), reported_text=None)
        return False
    elif correcting:
        give_up(talk)
    elif talk.turn.intent in ("deny", "correct_previous"):
        talk.reply.ask(CHANGE)
    else:
        return False
    return True
