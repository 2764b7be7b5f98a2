"""Where an order stands, when it comes, and what if it does not."""

from actions import click_collect
from actions.talk import Talk
from bot.shop.models import Order, OrderStatus, PaymentMethod

PATIENCE_DAYS = 2


def tell(talk: Talk, order: Order) -> None:
    """State, last scan and expected day; far beyond that day a person is offered."""
    if talk.shop.pickups.pickup_of(order.order_number):
        click_collect.tell(talk, order)
        return
    scanned = order.last_scan_at or order.shipped_at
    moment = order.delivered_at or order.cancelled_at or scanned or order.placed_at
    talk.reply.say(f"utter_status_{_state(order)}", order_number=order.order_number, **talk.when(moment))
    if order.is_open and _days_late(talk, order) > PATIENCE_DAYS:
        talk.offer_person("order_overdue", "utter_eta_overdue", eta=_iso(order))
    else:
        _tell_outlook(talk, order)
        talk.settle()


def _state(order: Order) -> str:
    unpaid = order.payment is PaymentMethod.PREPAYMENT and not order.paid
    return "unpaid" if order.status is OrderStatus.PLACED and unpaid else order.status.value


def _tell_outlook(talk: Talk, order: Order) -> None:
    if not order.is_open:
        return
    if order.eta is None:
        talk.reply.say("utter_eta_unknown")
    else:
        talk.reply.say("utter_eta_late" if _days_late(talk, order) > 0 else "utter_eta", eta=_iso(order))


def _days_late(talk: Talk, order: Order) -> int:
    return (talk.today - order.eta).days if order.eta else 0


def _iso(order: Order) -> str:
    return order.eta.isoformat() if order.eta else ""
