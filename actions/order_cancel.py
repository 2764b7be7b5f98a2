"""Cancelling an order: read back, explicit yes, exactly once; when too late, a withdrawal is offered."""

from actions import withdrawal
from actions.one_time_code import proven_by_code
from actions.talk import Talk
from bot.errors import NotCancellable
from bot.shop.models import Cancellation, Order, OrderStatus
from bot.shop.withdrawal import last_day_of

CONFIRM_CANCEL = "confirm_cancel"
CONFIRM_WITHDRAWAL = "confirm_withdrawal"
ON_THE_WAY = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNED})


def serve(talk: Talk, order: Order) -> None:
    """One turn of a cancellation."""
    asked = talk.turn.requested in (CONFIRM_CANCEL, CONFIRM_WITHDRAWAL) and talk.was_about(order)
    if asked and talk.turn.intent == "deny":
        talk.reply.say("utter_cancel_kept", order_number=order.order_number)
        talk.settle()
    elif asked and talk.turn.answers(CONFIRM_WITHDRAWAL, "affirm"):
        withdrawal.instead_of_cancelling(talk, order)
    elif not order.is_cancellable:
        _tell_too_late(talk, order)
    elif order.paid and not proven_by_code(talk, order.customer_id):
        # Money is moved; a question is open now, or the case is with a person.
        return
    elif asked and talk.turn.answers(CONFIRM_CANCEL, "affirm"):
        _cancel(talk, order)
    else:
        _read_back(talk, order)


def _read_back(talk: Talk, order: Order) -> None:
    items = sum(line.quantity for line in order.lines)
    response = "utter_confirm_cancel_one" if items == 1 else "utter_confirm_cancel"
    total = f"{order.total:.2f}"
    talk.confirm(CONFIRM_CANCEL, response, order_number=order.order_number, items=items, total=total)


def _cancel(talk: Talk, order: Order) -> None:
    request_id = f"{talk.turn.conversation_id}:cancel:{order.order_number}"
    try:
        done = talk.shop.cancel(order.order_number, request_id=request_id, at=talk.now, by="bot")
    except NotCancellable:
        # Somebody was faster: the warehouse, or the customer on the website.
        _tell_too_late(talk, talk.shop.order(order.order_number))
        return
    _tell_cancelled(talk, done)


def _tell_cancelled(talk: Talk, done: Cancellation) -> None:
    talk.reply.say("utter_cancelled", order_number=done.order_number)
    if done.refund_until:
        until = done.refund_until.isoformat()
        talk.reply.say("utter_cancel_refund", refund=f"{done.refund:.2f}", until=until)
    else:
        talk.reply.say("utter_cancel_nothing_paid")
    talk.reply.record(cancelled=done.order_number, reference=done.reference)
    talk.settle()


def _tell_too_late(talk: Talk, order: Order) -> None:
    number = order.order_number
    if order.status in OVER:
        talk.reply.say(f"utter_cancel_{order.status}", order_number=number)
        talk.settle()
    elif order.status not in ON_THE_WAY:
        talk.offer_person("cancel_needs_person", "utter_cancel_needs_person", order_number=number)
    elif _withdrawal_is_late(talk, order):
        talk.offer_person("cancel_too_late", "utter_cancel_too_late", order_number=number)
    else:
        talk.confirm(CONFIRM_WITHDRAWAL, f"utter_cancel_{order.status}", order_number=number)


def _withdrawal_is_late(talk: Talk, order: Order) -> bool:
    last_day = last_day_of(order)
    return last_day is not None and talk.today > last_day
