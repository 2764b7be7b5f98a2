"""A payment that did not work: a link to pay, to the stored e-mail only; after two failures a person."""

from actions.talk import Talk
from bot.shop.billing.models import LinkRequest
from bot.shop.models import Order, OrderStatus

CONFIRM_LINK = "confirm_payment_link"
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNED})


def serve(talk: Talk, order: Order) -> None:
    """One turn about a failed payment."""
    number = order.order_number
    asked = talk.turn.slots.get("verified_order") == number
    if order.paid or order.status in OVER:
        talk.reply.say(
            "utter_payment_not_due" if order.status in OVER else "utter_payment_paid", **_of(order)
        )
        talk.settle()
    elif talk.turn.value("email"):
        talk.offer_person("payment_link_elsewhere", "utter_payment_link_elsewhere")
    elif asked and talk.turn.answers(CONFIRM_LINK, "affirm"):
        _send(talk, order)
    elif asked and talk.turn.answers(CONFIRM_LINK, "deny"):
        talk.reply.say("utter_payment_no_link", order_number=number)
        talk.settle()
    else:
        _offer_link(talk, order)


def _offer_link(talk: Talk, order: Order) -> None:
    billing, number = talk.shop.billing, order.order_number
    if billing.failures(number, without=_request_id(talk, order)) >= talk.knowledge.terms.billing.failures:
        talk.reply.say("utter_payment_failed_twice")
        talk.hand_over("payment_failed_twice")
        return
    to = billing.link_goes_to(number)
    if to is None:
        talk.offer_person("payment_no_contact", "utter_payment_no_contact")
    else:
        talk.confirm(CONFIRM_LINK, "utter_confirm_payment_link", to=to, **_of(order))


def _send(talk: Talk, order: Order) -> None:
    days = talk.knowledge.terms.billing.link_days
    request = LinkRequest(
        _request_id(talk, order), order.order_number, talk.now, days, language=talk.turn.language
    )
    sent = talk.shop.billing.send_link(request)
    if sent is None:
        # Somebody was faster: it is paid, or the address is gone.
        talk.offer_person("payment_no_contact", "utter_payment_no_contact")
        return
    talk.reply.say("utter_payment_link_sent", to=sent.to, days=days)
    talk.reply.record(payment_link=order.order_number, sent_by=sent.channel)
    talk.settle()


def _request_id(talk: Talk, order: Order) -> str:
    return f"{talk.turn.conversation_id}:payment_link:{order.order_number}"


def _of(order: Order) -> dict[str, str]:
    return {"order_number": order.order_number, "total": f"{order.total:.2f}"}
