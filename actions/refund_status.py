"""Where the money is: how it goes back, by when at the latest; how much only after a one-time code."""

from actions.one_time_code import proven_by_code
from actions.talk import Talk
from bot.shop.models import Order, PaymentMethod
from bot.shop.refunds.models import Refund, RefundState
from bot.understanding.topic_words import topic_in

WANTS_AMOUNT = "refund_amount_wanted"


def note(talk: Talk) -> None:
    """Keep whether the caller asks how much, as said with the wish."""
    if topic_in("refund", talk.turn.text, talk.turn.language):
        talk.reply.remember(**{WANTS_AMOUNT: True})


def tell(talk: Talk, order: Order) -> None:
    """State and latest day; what is overdue, under review or unknown goes to a person, is never refused."""
    refund = talk.shop.refunds.latest(order.order_number)
    if refund is None:
        talk.offer_person("refund_unknown", "utter_refund_none", order_number=order.order_number)
        return
    if talk.reply.recall(WANTS_AMOUNT) and not proven_by_code(talk, order.customer_id):
        return
    _tell(talk, refund, order.customer_id)


def _tell(talk: Talk, refund: Refund, customer_id: str) -> None:
    values = {"order_number": refund.order_number, "until": refund.until.isoformat()}
    if refund.state is RefundState.UNDER_REVIEW:
        talk.offer_person("refund_under_review", "utter_refund_under_review")
    elif refund.is_overdue(talk.today):
        _tell_amount(talk, refund, customer_id)
        talk.offer_person("refund_overdue", "utter_refund_overdue", **values)
    else:
        day = talk.when(refund.paid_at)["day"] if refund.paid_at else ""
        talk.reply.say(f"utter_refund_{refund.state}", day=day, **values)
        talk.reply.say("utter_refund_means", means=_means(talk, refund.payment))
        _tell_amount(talk, refund, customer_id)
        talk.reply.record(refund=refund.order_number, source=talk.knowledge.payment.source)
        talk.settle()


def _tell_amount(talk: Talk, refund: Refund, customer_id: str) -> None:
    if talk.shop.codes.proven(talk.turn.conversation_id, customer_id):
        talk.reply.say("utter_refund_amount", refund=f"{refund.amount:.2f}")


def _means(talk: Talk, payment: PaymentMethod) -> str:
    options = talk.knowledge.payment.options
    return next(option.name[talk.turn.language] for option in options if option.id == payment)
