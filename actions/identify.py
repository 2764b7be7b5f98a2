"""Which order the caller means, and whether it is his: authentication level A1.

A1 is order number plus postcode, or a known phone number plus either of them. Which part of a wrong
combination was wrong is never said; after three of them only a person helps.
"""

from collections.abc import Callable

from actions.order_number import Said, resolve
from actions.talk import Talk
from bot.errors import OrderNotFound
from bot.shop.authentication import MAX_FAILURES, Claims, Level, authenticate, same_postcode
from bot.shop.models import Order
from bot.understanding.entities import read_entities

CONFIRM_NUMBER = "confirm_order_number"
MAX_CANDIDATES = 2

# Which of several orders a caller who names none will most likely mean.
LIKELY: dict[str, Callable[[Order], bool]] = {
    "order_status": lambda order: order.is_open,
    "order_cancel": lambda order: order.is_open,
    "invoice_copy": lambda order: order.invoice_number is not None,
    "return_status": lambda order: order.delivered_at is not None,
}


def proven_order(talk: Talk) -> Order | None:
    """The caller's own order; None when a question is open now or the case went to a person."""
    if failures(talk) >= MAX_FAILURES:
        _give_up(talk)
        return None
    listen(talk)
    if talk.reply.asks:
        return None
    return _check(talk)


def failures(talk: Talk) -> int:
    """How many wrong combinations this conversation has brought."""
    return int(talk.reply.recall("failed_checks") or 0)


def listen(talk: Talk) -> None:
    """Take in order number and postcode of this turn; asks when the number is not certain."""
    if talk.turn.value("postcode"):
        talk.reply.remember(postcode=talk.turn.value("postcode"))
    entity = talk.turn.entity("order_number")
    if entity:
        _take(talk, resolve(talk, entity))
    elif talk.turn.requested == "order_number" and talk.turn.intent == "inform":
        talk.reply.remember(postcode=talk.reply.recall("postcode") or _own_postcode(talk))
    elif talk.turn.intent == "affirm" and talk.turn.requested == CONFIRM_NUMBER:
        _take(talk, Said(number=talk.reply.recall("order_candidates")[0]))
    elif talk.turn.intent in ("deny", "correct_previous"):
        _take_back(talk)
    if talk.reply.recall("order_candidates"):
        _read_back(talk)


def _own_postcode(talk: Talk) -> str | None:
    # Bare digits were read as an order number, because that was asked for; a known caller may answer with a
    # postcode. Only his own counts here: any other may be half an order number.
    own = {order.postcode for order in talk.shop.orders_of(talk.turn.customers)}
    heard = read_entities(talk.turn.text, talk.turn.language, expecting="postcode", today=talk.today)
    return next((entity.value for entity in heard if entity.value in own), None)


def ask_for_number(talk: Talk) -> None:
    """The order number; a known caller hears that a postcode will do."""
    talk.reply.ask("order_number", first="known" if talk.turn.customers and not failures(talk) else "first")


def _take(talk: Talk, said: Said) -> None:
    talk.reply.remember(order_number=said.number, order_candidates=list(said.candidates) or None)
    proven = talk.reply.recall("verified_order")
    if said.number and proven and said.number != proven and not talk.turn.value("postcode"):
        _keep_postcode_if_it_fits(talk, said.number)


def _keep_postcode_if_it_fits(talk: Talk, number: str) -> None:
    # The postcode on record was given for another order; holding it against this one would be unfair.
    order = find(talk, number)
    if not order or not same_postcode(order.postcode, talk.reply.recall("postcode") or ""):
        talk.reply.remember(postcode=None)


def _take_back(talk: Talk) -> None:
    requested = talk.turn.requested
    if requested == CONFIRM_NUMBER:
        rest = talk.reply.recall("order_candidates")[1:]
        talk.reply.remember(order_candidates=rest or None, order_number=None)
        if not rest:
            ask_for_number(talk)
    elif requested == "postcode" and talk.turn.intent == "deny" and not talk.turn.value("postcode"):
        talk.offer_person("no_postcode", "utter_no_postcode")
    elif requested == "postcode" and not talk.turn.value("postcode"):
        # "No, that's wrong" here can only mean the number before it.
        talk.reply.remember(order_number=None)
        ask_for_number(talk)
    elif requested == "order_number" and talk.turn.intent == "deny":
        _do_without_number(talk)


def _do_without_number(talk: Talk) -> None:
    if talk.turn.customers:
        talk.reply.ask("postcode")
    else:
        talk.offer_person("no_order_number", "utter_no_order_number")


def _read_back(talk: Talk) -> None:
    number = talk.reply.recall("order_candidates")[0]
    order = find(talk, number)
    if order and _is_callers_own(talk, order):
        day = talk.when(order.placed_at)["day"]
        talk.confirm(CONFIRM_NUMBER, "utter_confirm_own_order", order_number=number, day=day)
    else:
        talk.confirm(CONFIRM_NUMBER, "utter_confirm_order_number", order_number=number)


def _check(talk: Talk) -> Order | None:
    number, postcode = talk.reply.recall("order_number"), talk.reply.recall("postcode")
    if number and number == talk.reply.recall("verified_order"):
        return find(talk, number)
    result = authenticate(Claims(number, postcode, talk.turn.customers, failures(talk)), talk.shop)
    if result.level is Level.A1:
        return _proven(talk, result.orders[0]) if number else _choose(talk, postcode)
    if result.failed:
        _failed(talk, result.failures)
    elif number:
        talk.reply.ask("postcode")
    else:
        ask_for_number(talk)
    return None


def _choose(talk: Talk, postcode: str) -> Order | None:
    """A known phone number needs only the postcode, but may have several orders there."""
    orders = talk.shop.orders_of(talk.turn.customers)
    own = [order for order in orders if same_postcode(order.postcode, postcode)]
    likely = [order for order in own if LIKELY[talk.wish](order)] or own
    if len(likely) == 1:
        return _proven(talk, likely[0])
    talk.reply.remember(order_candidates=[order.order_number for order in likely[:MAX_CANDIDATES]])
    _read_back(talk)
    return None


def _proven(talk: Talk, order: Order) -> Order:
    talk.reply.remember(order_number=order.order_number, verified_order=order.order_number)
    return order


def _failed(talk: Talk, count: int) -> None:
    talk.reply.remember(failed_checks=count)
    if count >= MAX_FAILURES:
        _give_up(talk)
    else:
        talk.reply.remember(order_number=None, postcode=None)
        talk.reply.say("utter_mismatch")
        ask_for_number(talk)


def _give_up(talk: Talk) -> None:
    talk.reply.say("utter_authentication_failed")
    talk.hand_over("authentication_failed")


def _is_callers_own(talk: Talk, order: Order) -> bool:
    postcode = talk.reply.recall("postcode") or ""
    return order.customer_id in talk.turn.customers and same_postcode(order.postcode, postcode)


def find(talk: Talk, number: str) -> Order | None:
    """The order, or None when there is none with this number."""
    try:
        return talk.shop.order(number)
    except OrderNotFound:
        return None
