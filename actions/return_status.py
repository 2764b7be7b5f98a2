"""Whether a parcel sent back has arrived, and what comes next."""

from datetime import timedelta

from actions.talk import Talk
from bot.shop.models import Order, Return, ReturnStatus

USUAL = timedelta(days=14)
ON_ITS_WAY = frozenset({ReturnStatus.ANNOUNCED, ReturnStatus.IN_TRANSIT})


def tell(talk: Talk, order: Order) -> None:
    """State of the latest return of this order; an overdue or refused one is offered to a person."""
    returns = talk.shop.returns_of(order.order_number)
    if not returns:
        talk.reply.say("utter_return_none", order_number=order.order_number)
        talk.settle()
        return
    _tell(talk, returns[0])


def _tell(talk: Talk, parcel: Return) -> None:
    moment = parcel.refunded_at or parcel.arrived_at or parcel.announced_at
    until = parcel.refund_until.isoformat()
    arrived = talk.when(parcel.arrived_at or moment)["day"]
    values = {"order_number": parcel.order_number, "until": until, "arrived": arrived, **talk.when(moment)}
    if parcel.status is ReturnStatus.REFUSED:
        talk.offer_person("return_refused", "utter_return_refused", **values)
    elif _overdue(talk, parcel):
        talk.offer_person("return_overdue", "utter_return_overdue", **values)
    else:
        talk.reply.say(f"utter_return_{parcel.status}", **values)
        talk.settle()


def _overdue(talk: Talk, parcel: Return) -> bool:
    if parcel.status in ON_ITS_WAY:
        return talk.now - parcel.announced_at > USUAL
    return parcel.status is ReturnStatus.ARRIVED and talk.today > parcel.refund_until
