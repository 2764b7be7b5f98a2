"""What has been said about goods that are not as they should be; another order begins it anew."""

from typing import Any

from actions.talk import Talk
from bot.shop.models import Order
from bot.understanding.topic_words import topic_in

LINE = "claim_line"
ARTICLE = "article"
CONFIRM = "confirm_claim"
CHANGE = "claim_change_text"
FACTS = (LINE, "claim_fault", "claim_quantity", "claim_remedy", "claim_new_article", "claim_instead_text")
CLAIMS = frozenset({"parcel_not_received", "parcel_damaged", "item_missing_or_wrong", "exchange"})
# What an answer to a claim's question may sound like to the model, which does not know the question.
SOUNDS_LIKE = CLAIMS | {"defect_claim", "refund_status", "return_how", "product_info_stock", "order_place"}
MOST_MISSES = 2


def note(talk: Talk) -> None:
    """Keep the words the wish comes with; they often name the article and what is to happen."""
    before = talk.reply.recall("reported_text") if talk.turn.slots.get("wish") == talk.turn.intent else None
    talk.reply.remember(reported_text=" ".join(filter(None, (before, talk.turn.text))) or None)


def begin(talk: Talk, order: Order) -> None:
    """Keep what was said about this order, forget what was said about another."""
    if talk.reply.recall("claim_order") != order.order_number:
        talk.reply.remember(
            **dict.fromkeys(FACTS),
            claim_order=order.order_number,
            claim_words=talk.reply.recall("reported_text"),
        )


def told(talk: Talk) -> str:
    """The words the wish came with, and this turn's."""
    return f"{talk.reply.recall('reported_text') or ''} {talk.turn.text}".strip()


def is_answer(talk: Talk) -> bool:
    """Whether what sounds like a wish answers the claim's own question: "no, the money back"."""
    turn = talk.turn
    if turn.intent not in SOUNDS_LIKE or talk.reply.recall("wish") not in CLAIMS:
        return False
    if turn.requested == CONFIRM:
        return topic_in("claim_remedy", turn.text, turn.language) is not None
    return turn.requested == ARTICLE


def agreed(talk: Talk, order: Order) -> bool:
    """A yes to just what was read back, for this order, with nothing changed in the same breath."""
    same = all(talk.turn.slots.get(name) == talk.reply.recall(name) for name in FACTS)
    return same and talk.turn.answers(CONFIRM, "affirm") and talk.was_about(order)


def asks_in_vain(talk: Talk, slot: str) -> int:
    """How often this question has been put already and was not answered."""
    asked = talk.turn.requested == slot
    misses = int(talk.reply.recall("claim_misses") or 0) + 1 if asked else 0
    talk.reply.remember(claim_misses=misses)
    return misses


def give_up(talk: Talk, **facts: Any) -> None:
    """Two questions without an answer: a person takes it from here, with all that was said."""
    talk.reply.say("utter_claim_unclear")
    talk.hand_over("claim_unclear", "claim", reported=talk.reply.recall("reported_text"), **facts)
