"""Sending a placed order elsewhere: read back by parts, an explicit yes, only until it is packed."""

from decimal import Decimal

from actions import address
from actions.one_time_code import proven_by_code
from actions.talk import Talk
from bot.errors import NotChangeable
from bot.shop.deliveries.models import Address, AddressChange
from bot.shop.deliveries.rules import may_change_address
from bot.shop.models import Order, OrderStatus
from bot.understanding.topic_words import topic_in

CONFIRM = "confirm_address"
# Worth stealing: a person looks before it goes anywhere new.
HIGH_VALUE = Decimal(250)
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNED, OrderStatus.PARTIALLY_RETURNED})
NUMBER_ONLY = "address_number_only"
# "No, the house number is fourteen" sounds like the wish itself; it puts right what was read back.
REFUSES = frozenset({"deny", "correct_previous", "delivery_address_change"})


def note(talk: Talk) -> None:
    """Keep whether only the house number is wrong, as said with the wish."""
    if talk.turn.requested == CONFIRM:
        return
    part = topic_in("address_part", talk.turn.text, talk.turn.language)
    talk.reply.remember(**{NUMBER_ONLY: part == "house" or None})


def serve(talk: Talk, order: Order) -> None:
    """One turn of an address change."""
    if not may_change_address(order):
        _tell_too_late(talk, order)
    elif order.total > HIGH_VALUE:
        talk.offer_person("address_high_value", "utter_address_high_value", order_number=order.order_number)
    elif proven_by_code(talk, order.customer_id):
        _take_down(talk, order)


def _take_down(talk: Talk, order: Order) -> None:
    if address.country_elsewhere(talk, order.country):
        talk.offer_person("address_abroad", "utter_address_abroad")
        return
    if talk.turn.requested == CONFIRM and talk.turn.intent in REFUSES:
        _ask_what_is_wrong(talk)
        if talk.reply.asks:
            return
    wanted = _wanted(talk, order)
    if wanted is None:
        return
    if talk.turn.answers(CONFIRM, "affirm") and talk.was_about(order):
        _change(talk, order, wanted)
    else:
        _read_back(talk, order, wanted)


def _ask_what_is_wrong(talk: Talk) -> None:
    if topic_in("address_part", talk.turn.text, talk.turn.language) != "house":
        # "No" to a corrected number alone may mean that more than the number is wrong.
        talk.reply.remember(**{NUMBER_ONLY: None})
    address.ask_which_part(talk)


def _wanted(talk: Talk, order: Order) -> Address | None:
    if not talk.reply.recall(NUMBER_ONLY):
        return address.collected(talk, order.country)
    house = address.only_house_number(talk, order.country)
    if house is None:
        return None
    return Address(_with_number(order.street, house), order.postcode, order.city, order.country)


def _with_number(street: str, house: str) -> str:
    """The stored street with another number; what begins with a digit behind its name is the number."""
    words = street.split()
    at = next((at for at in range(len(words) - 1, 0, -1) if words[at][0].isdigit()), len(words))
    return " ".join([*words[:at], house])


def _read_back(talk: Talk, order: Order, wanted: Address) -> None:
    if talk.reply.recall(NUMBER_ONLY):
        # The stored street is not read out, whoever may hear it.
        house = talk.reply.recall("address_house")
        talk.confirm(CONFIRM, "utter_confirm_house_only", order_number=order.order_number, house=house)
    else:
        values = {"street": wanted.street, "postcode": wanted.postcode, "city": wanted.city}
        talk.confirm(CONFIRM, "utter_confirm_address", order_number=order.order_number, **values)


def _change(talk: Talk, order: Order, wanted: Address) -> None:
    number = order.order_number
    place = f"{wanted.street}:{wanted.postcode}:{wanted.city}"
    request_id = f"{talk.turn.conversation_id}:address:{number}:{place}"
    change = AddressChange(request_id, number, wanted, talk.now, talk.turn.language)
    try:
        done = talk.shop.deliveries.change_address(change)
    except NotChangeable:
        # The warehouse was faster.
        _tell_too_late(talk, talk.shop.order(number))
        return
    talk.reply.say("utter_address_changed", order_number=number)
    if done.eta_after is None:
        talk.reply.say("utter_eta_unknown")
    elif done.eta_after == done.eta_before:
        talk.reply.say("utter_address_same_day", eta=done.eta_after.isoformat())
    else:
        talk.reply.say("utter_address_new_day", eta=done.eta_after.isoformat())
    talk.reply.record(address_changed=number)
    talk.settle()


def _tell_too_late(talk: Talk, order: Order) -> None:
    values = {"order_number": order.order_number}
    if order.status in OVER:
        talk.reply.say("utter_address_over", **values)
        talk.settle()
    elif order.status is OrderStatus.DELIVERED:
        talk.offer_person("address_delivered", "utter_address_delivered", **values)
    elif order.status is OrderStatus.SHIPPED and order.carrier:
        talk.offer_person("address_too_late", "utter_address_shipped", carrier=order.carrier, **values)
    else:
        talk.offer_person("address_too_late", "utter_address_packed", **values)
