"""Sending an invoice once more, to the stored address and nowhere else."""

from actions.talk import Talk
from bot.shop.models import Order


def send(talk: Talk, order: Order) -> None:
    """Send it and say where to (masked) and when; another address is a person's business."""
    if talk.turn.value("email"):
        talk.offer_person("invoice_elsewhere", "utter_invoice_elsewhere")
        return
    request_id = f"{talk.turn.conversation_id}:invoice:{order.order_number}"
    sent = talk.shop.send_invoice_copy(order.order_number, request_id=request_id, at=talk.now)
    if sent is None:
        talk.reply.say("utter_invoice_not_yet", order_number=order.order_number)
    else:
        response = "utter_invoice_by_email" if sent.channel == "email" else "utter_invoice_by_letter"
        talk.reply.say(response, order_number=order.order_number, to=sent.to)
        talk.reply.record(invoice_copy=order.order_number, sent_by=sent.channel)
    talk.settle()
