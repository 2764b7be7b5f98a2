"""Which order the caller means, and whether it is his: authentication levels A1 and A2.

A1 is order number plus postcode, or a known phone number plus either of them; A2 adds a one-time code. Which
part of a wrong combination was wrong is never said; after three of them, counted over all conversations of a
day, only a person helps.
"""

from collections.abc import Callable

from actions.one_time_code import proven_by_code
from actions.order_number import Said, resolve
from actions.talk import Talk
from bot.errors import OrderNotFound
from bot.shop.authentication import MAX_FAILURES, AuthResult, Claims, Level, authenticate, same_postcode
from bot.shop.models import Customer, Order
from bot.understanding.entities import read_entities

CONFIRM_NUMBER = "confirm_order_number"
MAX_CANDIDATES = 2


def _is_open(order: Order) -> bool:
    return order.is_open


# Which of several orders a caller who names none will most likely mean.
LIKELY: dict[str, Callable[[Order], bool]] = {
    "order_status": _is_open,
    "order_cancel": _is_open,
    "order_change": lambda order: order.is_cancellable,
    **dict.fromkeys(
        ("invoice_copy", "invoice_dispute", "dunning", "instalment_deferral"),
        lambda order: order.invoice_number is not None,
    ),
    "payment_failed": lambda order: order.is_open and not order.paid,
    "delivery_address_change": _is_open,
    "delivery_slot": _is_open,
    "return_status": lambda order: order.delivered_at is not None,
    **dict.fromkeys(
        ("parcel_not_received", "parcel_damaged", "item_missing_or_wrong", "exchange"),
        lambda order: order.shipped_at is not None and not order.cancelled_at,
    ),
    "repair_status_spare_part": lambda order: order.delivered_at is not None,
}


def proven_order(talk: Talk, level: Level = Level.A1) -> Order | None:
    """The caller's own order; None when a question is open now or the case went to a person."""
    order = _own_order(talk)
    if order is None or level is not Level.A2 or proven_by_code(talk, order.customer_id):
        return order
    return None


def proven_customer(talk: Talk, level: Level = Level.A1) -> Customer | None:
    """The caller as a customer, by any of his orders; None as for `proven_order`."""
    customer_id = _own_id(talk)
    if customer_id is None or (level is Level.A2 and not proven_by_code(talk, customer_id)):
        return None
    return talk.shop.customers.customer(customer_id)


def _own_order(talk: Talk) -> Order | None:
    return _check(talk) if _may_try(talk) else None


def _own_id(talk: Talk) -> str | None:
    if not _may_try(talk):
        return None
    number, known = talk.reply.recall("order_number"), talk.reply.recall("verified_customer")
    if known and number in (None, talk.reply.recall("verified_order")):
        return str(known)
    result = _authenticated(talk)
    owners = {order.customer_id for order in result.orders}
    if len(owners) == 1:
        _remember_proof(talk, result.orders[0], number)
        return owners.pop()
    if owners:
        # Several people behind one phone and one postcode: only an order says which of them calls.
        talk.reply.ask("order_number")
    else:
        _ask_on(talk, result)
    return None


def _may_try(talk: Talk) -> bool:
    """Take in what was said; False when a question is open or there were too many wrong combinations."""
    if failures(talk) >= MAX_FAILURES:
        _give_up(talk)
        return False
    listen(talk)
    if talk.reply.asks:
        return False
    if not _is_proven(talk) and _failed_before(talk):
        _give_up(talk)
        return False
    return True


def _is_proven(talk: Talk) -> bool:
    number = talk.reply.recall("order_number")
    return bool(number) and number == talk.reply.recall("verified_order")


def _failed_before(talk: Talk) -> bool:
    """Calling again brings no new tries, neither for a number that calls nor for an order."""
    return talk.shop.codes.failed_checks(_counted_for(talk), at=talk.now) >= MAX_FAILURES


def _counted_for(talk: Talk) -> tuple[str, ...]:
    return tuple(filter(None, (talk.reply.recall("order_number"), talk.turn.caller)))


def failures(talk: Talk) -> int:
    """How many wrong combinations this conversation has brought."""
    return int(talk.reply.recall("failed_checks") or 0)


def listen(talk: Talk) -> None:
    """Take in order number and postcode of this turn; asks when the number is not certain."""
    # The postcode of a new address proves nothing about the present one.
    if talk.turn.value("postcode") and talk.turn.requested != "new_postcode":
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
    if _is_proven(talk):
        return find(talk, number)
    result = _authenticated(talk)
    if result.level is Level.A1:
        return _proven(talk, result.orders[0]) if number else _choose(talk, postcode)
    _ask_on(talk, result)
    return None


def _authenticated(talk: Talk) -> AuthResult:
    number, postcode = talk.reply.recall("order_number"), talk.reply.recall("postcode")
    return authenticate(Claims(number, postcode, talk.turn.customers, failures(talk)), talk.shop)


def _ask_on(talk: Talk, result: AuthResult) -> None:
    """Below A1: what does not fit is said as a whole, what is missing is asked for."""
    if result.failed:
        _failed(talk, result.failures)
    elif talk.reply.recall("order_number"):
        talk.reply.ask("postcode")
    else:
        ask_for_number(talk)


def _choose(talk: Talk, postcode: str) -> Order | None:
    """A known phone number needs only the postcode, but may have several orders there."""
    orders = talk.shop.orders_of(talk.turn.customers)
    own = [order for order in orders if same_postcode(order.postcode, postcode)]
    likely = [order for order in own if LIKELY.get(talk.wish, _is_open)(order)] or own
    if len(likely) == 1:
        return _proven(talk, likely[0])
    talk.reply.remember(order_candidates=[order.order_number for order in likely[:MAX_CANDIDATES]])
    _read_back(talk)
    return None


def _proven(talk: Talk, order: Order) -> Order:
    _remember_proof(talk, order, order.order_number)
    return order


def _remember_proof(talk: Talk, order: Order, number: str | None) -> None:
    talk.reply.remember(verified_customer=order.customer_id, auth_level="A1")
    if number:
        talk.reply.remember(order_number=number, verified_order=number)


def _failed(talk: Talk, count: int) -> None:
    conversation = talk.turn.conversation_id
    talk.shop.codes.note_failed_check(conversation, _counted_for(talk), at=talk.now)
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
