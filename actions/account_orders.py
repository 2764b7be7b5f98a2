"""After a move: open orders still going to the old address are named, and may follow."""

from actions.delivery_address import HIGH_VALUE
from actions.talk import Talk
from bot.errors import NotChangeable
from bot.shop.deliveries.models import Address, AddressChange
from bot.shop.deliveries.rules import may_change_address
from bot.shop.models import Customer, Order

CONFIRM = "confirm_order_follows"


def offered(talk: Talk, customer: Customer) -> bool:
    """Ask whether the newest open order shall follow; what cannot is only named. False when none is open."""
    going = _open_orders(talk, customer)
    follows = next((order for order in going if _may_follow(order)), None)
    for order in going:
        if order is not follows:
            talk.reply.say("utter_order_stays", order_number=order.order_number)
    if follows is None:
        return False
    talk.reply.remember(order_follows=follows.order_number)
    talk.confirm(CONFIRM, "utter_confirm_order_follows", order_number=follows.order_number)
    return True


def answered(talk: Talk, customer: Customer) -> bool:
    """Carry out the answer to the offer; False when it was not asked."""
    number = talk.reply.recall("order_follows")
    if not number:
        return False
    if talk.turn.answers(CONFIRM, "affirm"):
        _send_after(talk, customer, number)
    elif talk.turn.answers(CONFIRM, "deny"):
        talk.reply.say("utter_order_stays", order_number=number)
    else:
        talk.confirm(CONFIRM, "utter_confirm_order_follows", order_number=number)
        return False
    return True


def _open_orders(talk: Talk, customer: Customer) -> list[Order]:
    orders = talk.shop.orders_of([customer.customer_id])
    return [order for order in orders if order.is_open]


def _may_follow(order: Order) -> bool:
    return may_change_address(order) and order.total <= HIGH_VALUE


def _send_after(talk: Talk, customer: Customer, number: str) -> None:
    to = Address(customer.street, customer.postcode, customer.city, customer.country)
    request_id = f"{talk.turn.conversation_id}:follows:{number}"
    change = AddressChange(request_id, number, to, talk.now, talk.turn.language)
    try:
        talk.shop.deliveries.change_address(change)
    except NotChangeable:
        talk.reply.say("utter_order_stays", order_number=number)
    else:
        talk.reply.say("utter_address_changed", order_number=number)
