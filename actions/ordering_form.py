"""Taking an order: items, who orders, how it is paid and confirmed, read back, an explicit yes.

The cart lives in a slot of its own: silence, other questions, starting over and a person leave it be.
"""

from collections.abc import Callable

from actions import order_customer, order_repeat, order_terms, person_offer
from actions.action import HotlineAction
from actions.basket import Basket
from actions.forms import ORDERING_FORM, is_elsewhere
from actions.item_talk import ARTICLE, CONFIRM_FEWER, ItemTalk
from actions.order_draft import Draft
from actions.order_placing import confirm_or_place, says_yes
from actions.order_readback import CONFIRM_ORDER, quoted
from actions.talk import CONFIRM_PERSON, Talk
from bot.shop.ordering.limits import needs_person
from bot.understanding.entities import leading_yes_no, read_yes_no
from bot.understanding.minors import says_minor
from bot.understanding.order_items import asks_about, says_done, swaps_item
from bot.understanding.topic_words import topic_in

MORE = "more"
CONFIRM_CART = "confirm_cart"
CHANGE = "order_part_text"
# Wishes that are about this very order while it is being taken, though they sound like another's.
OWN_ALONG = frozenset({"order_change"})
GIVEN_UP = frozenset({"order_cancel"})
ABOUT_ITEMS = frozenset({ARTICLE, MORE, CONFIRM_CART})
# What the model may take an item's name for while items are asked for.
MISTAKEN = frozenset({"product_info_stock", "product_advice", "b2b_quote", "exchange"})
# And "the clock instead of the tin" for.
MISTAKEN_SWAPS = frozenset({"troubleshoot", "care_usage"})


class OrderingForm(HotlineAction):
    """One turn of an order at a time; placed, handed over, or left in the cart."""

    action_name = "validate_ordering_form"

    def answer(self, talk: Talk) -> None:
        """Take in what was said, then ask for what is missing."""
        if is_elsewhere(talk.turn, _own(talk)):
            return
        basket = Basket(talk)
        fresh = _begin(talk)
        if says_minor(talk.turn.text, talk.turn.language):
            _give_away(talk, basket, "order_minor")
        elif _declined_credit(talk) or not person_offer.answered(talk):
            _listen(talk, basket, fresh)
            if not talk.reply.asks and talk.reply.recall("ordering"):
                _go_on(talk, basket)


def _own(talk: Talk) -> frozenset[str]:
    """The intents this form takes now."""
    under_way = bool(talk.reply.recall("ordering"))
    asked_for_items = under_way and talk.turn.requested in ABOUT_ITEMS
    along = OWN_ALONG if under_way else frozenset()
    if under_way and _means_this_order(talk):
        along |= GIVEN_UP
    if asked_for_items and _has_item_words(talk):
        swap = swaps_item(talk.turn.text, talk.turn.language)
        along |= MISTAKEN | (MISTAKEN_SWAPS if swap else frozenset())
    return ORDERING_FORM | along


def _means_this_order(talk: Talk) -> bool:
    """ "I don't want to order after all", without the number of another order, is about this one."""
    return not talk.turn.value("order_number") and _part(talk) == "nothing"


def _part(talk: Talk) -> str | None:
    return topic_in("order_part", talk.turn.text, talk.turn.language)


def _has_item_words(talk: Talk) -> bool:
    """Words that name an article and ask nothing."""
    text, language = talk.turn.text, talk.turn.language
    if "?" in text or asks_about(text, language):
        return False
    return bool(talk.turn.value("article_number") or talk.shop.find_products(text, language, 1))


def _begin(talk: Talk) -> bool:
    """Make this the topic; True when an order begins that finds a cart left over."""
    under_way = talk.reply.recall("ordering")
    wish = talk.turn.intent if talk.turn.intent in ORDERING_FORM else under_way or "order_place"
    talk.reply.remember(topic=wish, ordering=wish)
    return not under_way


def _declined_credit(talk: Talk) -> bool:
    """No person for the question of an invoice: then it is paid another way, and the order goes on."""
    by_invoice = talk.reply.recall("person_offer") == order_terms.BY_INVOICE
    if by_invoice and talk.turn.answers(CONFIRM_PERSON, "deny"):
        talk.reply.remember(person_offer=None)
        return True
    return False


def _listen(talk: Talk, basket: Basket, fresh: bool) -> None:
    requested = talk.turn.requested
    if fresh:
        _open(talk, basket)
    elif talk.turn.intent in GIVEN_UP:
        _drop(talk)
    elif requested == CONFIRM_FEWER and talk.turn.intent in ("affirm", "deny"):
        ItemTalk(talk, basket).fewer()
    elif requested == CONFIRM_CART:
        _hear_cart(talk, basket)
    elif requested in (ARTICLE, MORE, CONFIRM_FEWER) or talk.turn.intent in ORDERING_FORM | OWN_ALONG:
        _hear_items(talk, basket)
    elif requested in (CONFIRM_ORDER, CHANGE):
        _hear_answer_to_all(talk, basket)
    elif requested in order_terms.ANSWERS:
        order_terms.hear(talk)
    else:
        order_customer.hear(talk)


def _open(talk: Talk, basket: Basket) -> None:
    """The first words of an order; what was in the cart before stays in it, if the caller wants it."""
    left_over = bool(basket.items)
    if talk.reply.recall("ordering") == "order_repeat":
        basket.clear()
        return
    ItemTalk(talk, basket).hear(talk.turn.text)
    if left_over and not talk.reply.asks:
        items = ", ".join(f"{item['quantity']} × {item['name']}" for item in basket.items)
        talk.confirm(CONFIRM_CART, "utter_confirm_cart", items=items)


def _hear_cart(talk: Talk, basket: Basket) -> None:
    if talk.turn.intent == "deny":
        basket.clear()
    elif talk.turn.intent != "affirm":
        ItemTalk(talk, basket).hear(talk.turn.text)


def _hear_items(talk: Talk, basket: Basket) -> None:
    """Items, or that there are no more."""
    if talk.turn.requested in (MORE, ARTICLE) and _no_more(talk):
        _close_cart(talk, basket)
    elif ItemTalk(talk, basket).hear(talk.turn.text):
        Draft(talk).put(read=None)
        _note(talk, basket)
    elif talk.turn.requested == ARTICLE and talk.turn.intent not in ("order_place", "affirm", "greet"):
        _not_found(talk, basket)


def _no_more(talk: Talk) -> bool:
    text, language = talk.turn.text, talk.turn.language
    return talk.turn.intent == "deny" or says_done(text, language) or read_yes_no(text, language) == "no"


def _close_cart(talk: Talk, basket: Basket) -> None:
    """No more items; without any there is no order."""
    basket.settle_open()
    if basket.items:
        Draft(talk).put(closed=True)
    else:
        _drop(talk)


def _not_found(talk: Talk, basket: Basket) -> None:
    if basket.open:
        return
    if talk.turn.attempt:
        talk.offer_person("product_unknown", "utter_product_unknown")
    else:
        talk.ask(ARTICLE, "utter_order_unknown_article")


def _hear_answer_to_all(talk: Talk, basket: Basket) -> None:
    """Anything but the yes: a correction in the same breath, which part is wrong, or no order at all."""
    if says_yes(talk):
        return
    _, rest = leading_yes_no(talk.turn.text, talk.turn.language)
    part = _part(talk)
    if part == "nothing":
        _drop(talk)
    elif ItemTalk(talk, basket).hear(rest or talk.turn.text):
        Draft(talk).put(read=None)
        _note(talk, basket)
    elif part:
        _reopen(talk, part)
    elif talk.turn.intent in ("deny", "correct_previous") or talk.turn.requested == CHANGE:
        if talk.turn.requested == CHANGE and talk.turn.intent == "deny":
            _drop(talk)
        else:
            talk.reply.ask(CHANGE)


def _reopen(talk: Talk, part: str) -> None:
    """Only what is wrong is asked again; the rest is kept."""
    draft = Draft(talk)
    if part == "payment":
        draft.put(payment=None)
        order_terms.hear_payment(talk)
    elif part == "contact":
        draft.put(confirm_by=None, confirmed_contact=None, email=None, phone=None)
    elif part == "address":
        # Another address than the stored one is a new customer's, and prepaid.
        draft.put(customer_id=None, new=None, known="no", payment=None)
    else:
        draft.put(closed=None)


def _drop(talk: Talk) -> None:
    """Not ordered; what is in the cart stays there for this conversation."""
    talk.reply.say("utter_order_not_placed")
    Draft(talk).forget()
    talk.reply.remember(ordering=None)
    talk.settle()


def _go_on(talk: Talk, basket: Basket) -> None:
    steps: tuple[Callable[[], bool], ...] = (
        lambda: _has_items(talk, basket),
        lambda: _may_be_taken(talk, basket),
        lambda: order_customer.is_known(talk),
        lambda: _may_be_taken(talk, basket),
        lambda: order_terms.is_reachable(talk),
        lambda: order_terms.is_paid_somehow(talk),
    )
    if all(step() for step in steps):
        confirm_or_place(talk, basket)


def _has_items(talk: Talk, basket: Basket) -> bool:
    if basket.open:
        ItemTalk(talk, basket).ask_open()
        return False
    if talk.reply.recall("ordering") == "order_repeat" and not order_repeat.is_filled(talk, basket):
        return False
    if not basket.items:
        Draft(talk).put(closed=None)
        first = talk.turn.requested not in ABOUT_ITEMS or talk.turn.intent == "affirm"
        talk.ask(ARTICLE, "utter_order_which_article" if first else "utter_order_something_else")
        return False
    if not Draft(talk).get("closed"):
        talk.reply.ask(MORE)
        return False
    return True


def _may_be_taken(talk: Talk, basket: Basket) -> bool:
    """Within what the bot takes alone, and going where we deliver; else a person gets the whole cart."""
    priced = quoted(talk, basket)
    if priced.shipping is None:
        _give_away(talk, basket, "order_not_there")
        return False
    reason = needs_person(priced)
    if reason:
        _give_away(talk, basket, reason)
    return reason is None


def _give_away(talk: Talk, basket: Basket, reason: str) -> None:
    talk.reply.say(f"utter_order_{reason.removeprefix('order_')}")
    talk.reply.remember(ordering=None)
    cart = [f"{item['quantity']} × {item['name']} ({item['article']})" for item in basket.items]
    talk.hand_over(reason, "person", cart=cart or None)


def _note(talk: Talk, basket: Basket) -> None:
    """The cart as it stands goes into the conversation's record, whatever becomes of the call."""
    talk.reply.record(cart=basket.items)
