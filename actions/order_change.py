"""Changing an order before it is packed (A2): quantity, variant, an item more or less; an explicit yes."""

from datetime import datetime
from decimal import Decimal

from actions.basket import Basket
from actions.item_talk import ARTICLE, CONFIRM_FEWER, ItemTalk
from actions.one_time_code import proven_by_code
from actions.order_placing import HEARD, KEYED_YES
from actions.order_readback import Prompts, say_withdrawal, token_of
from actions.talk import Talk
from bot.errors import NotChangeable, ProductNotFound, SoldOut
from bot.shop.models import Order
from bot.shop.ordering.limits import needs_person
from bot.shop.ordering.models import Agreed, DraftLine, OrderChange, Quote, QuoteLine, TakenOrder, TermsRead
from bot.shop.ordering.quoting import quote
from bot.shop.ordering.wording import terms_version
from bot.understanding.entities import leading_yes_no, read_entities
from bot.understanding.hedges import is_hedged

CONFIRM_CHANGE = "confirm_change"
CART, SAID, READ = "changed_cart", "change_said", "change_read"
# All that is remembered of a change under way.
KEPT = (CART, SAID, READ, "reserved")


def note(talk: Talk) -> None:
    """Keep what was said with the wish; it is heard once the order is found and the code was given."""
    if not talk.reply.recall(SAID):
        talk.reply.remember(**{SAID: _without_numbers(talk)})


def _without_numbers(talk: Talk) -> str:
    """The words without the order's number and postcode, which could pass for an article's."""
    text = talk.turn.text
    found = read_entities(text, talk.turn.language, today=talk.today)
    for item in reversed(found):
        if item.name in ("order_number", "postcode"):
            text = f"{text[: item.start]} {text[item.end :]}"
    return text


def serve(talk: Talk, order: Order) -> None:
    """One turn of a change."""
    if not order.is_cancellable:
        talk.offer_person("change_too_late", "utter_change_too_late", order_number=order.order_number)
    elif proven_by_code(talk, order.customer_id):
        _change(talk, order)


def _change(talk: Talk, order: Order) -> None:
    basket = _basket(talk, order)
    if talk.turn.answers(CONFIRM_CHANGE, "affirm") and talk.was_about(order):
        if _says_yes(talk):
            _carry_out(talk, order, basket)
            return
    elif talk.turn.answers(CONFIRM_CHANGE, "deny") and not _hear(talk, basket, _rest(talk)):
        talk.reply.say("utter_change_kept", order_number=order.order_number)
        _forget(talk)
        talk.settle()
        return
    elif talk.turn.requested == CONFIRM_FEWER and talk.turn.intent in ("affirm", "deny"):
        ItemTalk(talk, basket).fewer()
    elif talk.turn.requested != CONFIRM_CHANGE or talk.turn.intent != "deny":
        _hear(talk, basket, talk.reply.recall(SAID) or "")
    if not talk.reply.asks:
        _read_back(talk, order, basket)


def _basket(talk: Talk, order: Order) -> Basket:
    """The order's items as the caller has changed them so far."""
    if talk.reply.recall(CART) is None:
        held = {line.article_number: line.quantity for line in order.lines}
        items = [
            {"article": line.article_number, "name": line.name(talk.turn.language), "quantity": line.quantity}
            for line in order.lines
        ]
        talk.reply.remember(**{CART: {"items": items, "last": None, "open": None}, "reserved": held})
    return Basket(talk, CART)


def _hear(talk: Talk, basket: Basket, first: str) -> bool:
    """The first words once, afterwards what is said now."""
    talk.reply.remember(**{SAID: " "})
    words = first.strip() or (talk.turn.text if talk.turn.requested in (ARTICLE, CONFIRM_CHANGE) else "")
    # The code that has just been given is no quantity.
    heard = ItemTalk(talk, basket).hear(words) if words else False
    if heard:
        talk.reply.remember(**{READ: None})
    return heard


def _rest(talk: Talk) -> str:
    return leading_yes_no(talk.turn.text, talk.turn.language)[1]


def _says_yes(talk: Talk) -> bool:
    text, language = talk.turn.text, talk.turn.language
    opening = leading_yes_no(text, language)[0]
    return (text.strip() == KEYED_YES or opening == "yes") and not is_hedged(text, language)


def _read_back(talk: Talk, order: Order, basket: Basket) -> None:
    if basket.open:
        ItemTalk(talk, basket).ask_open()
    elif not basket.items:
        # Nothing would be left: that is a cancellation, which is asked about as such.
        talk.reply.remember(wish="order_cancel")
        _forget(talk)
        talk.confirm("confirm_cancel", "utter_change_empties", order_number=order.order_number)
    elif basket.quantities == {line.article_number: line.quantity for line in order.lines}:
        talk.ask(ARTICLE, "utter_change_what")
    else:
        _price(talk, order, basket)


def _price(talk: Talk, order: Order, basket: Basket) -> None:
    """Read the change back with its total, or hand over what the bot may not do alone."""
    priced = _priced(talk, order, basket)
    reason = needs_person(priced) if priced else "change_needs_person"
    if priced and reason is None:
        _ask(talk, order, priced)
        return
    talk.reply.say("utter_change_needs_person")
    cart = [f"{item['quantity']} × {item['name']} ({item['article']})" for item in basket.items]
    talk.hand_over(reason or "change_needs_person", "person", changed_to=cart)
    _forget(talk)


def _ask(talk: Talk, order: Order, priced: Quote) -> None:
    token, read = _token(talk, order, priced), talk.reply.recall(READ) or {}
    if read.get("token") != token or talk.reply.recall(HEARD) != token:
        responses = _say_all(talk, order, priced)
        talk.reply.remember(**{READ: {"token": token, "at": talk.now.isoformat()}})
        talk.reply.must_hear(token, responses)
    talk.confirm(CONFIRM_CHANGE, "utter_confirm_change")


def _say_all(talk: Talk, order: Order, priced: Quote) -> list[str]:
    prompts = Prompts(talk)
    prompts.say("utter_change_sum_up", order_number=order.order_number)
    for line in priced.lines:
        values = {"quantity": line.quantity, "name": line.product.name(talk.turn.language)}
        prompts.say("utter_order_item", sum=f"{line.sum:.2f}", **values)
    before, total = f"{order.total:.2f}", f"{priced.total:.2f}"
    prompts.say("utter_change_total", total=total, before=before)
    difference = priced.total - order.total
    if order.paid and difference:
        response = "utter_change_refund" if difference < 0 else "utter_change_due"
        prompts.say(response, amount=f"{abs(difference):.2f}")
    say_withdrawal(prompts, talk, priced)
    return prompts.responses


def _priced(talk: Talk, order: Order, basket: Basket) -> Quote | None:
    """What was ordered keeps its price, what is new costs today's; None where it cannot be delivered."""
    agreed = {line.article_number: line.price for line in order.lines}
    lines = []
    for item in basket.items:
        try:
            product = talk.shop.product(item["article"])
        except ProductNotFound:
            # No longer in the range, but still in this order: only a person can price it.
            return None
        price = agreed.get(product.article_number, product.price)
        lines.append(QuoteLine(product, item["quantity"], price))
    priced = quote(lines, order.country, talk.knowledge.delivery, talk.now)
    return priced if priced.shipping is not None else None


def _token(talk: Talk, order: Order, priced: Quote) -> str:
    return token_of(talk, priced, order=order.order_number, before=str(order.total))


def _carry_out(talk: Talk, order: Order, basket: Basket) -> None:
    priced, read = _priced(talk, order, basket), talk.reply.recall(READ) or {}
    token = _token(talk, order, priced) if priced else None
    if priced is None or not token == read.get("token") == talk.reply.recall(HEARD):
        # Something is new, or a sentence was not played to its end.
        talk.reply.remember(**{READ: None})
        _read_back(talk, order, basket)
        return
    try:
        taken = talk.shop.ordering.change(
            _wanted(talk, order, priced, datetime.fromisoformat(read["at"])),
            request_id=f"{talk.turn.conversation_id}:change:{token}",
            at=talk.now,
        )
    except NotChangeable:
        talk.offer_person("change_too_late", "utter_change_too_late", order_number=order.order_number)
    except SoldOut as gone:
        _keep_as_it_is(talk, order, gone)
    else:
        _tell(talk, order, taken)


def _keep_as_it_is(talk: Talk, order: Order, gone: SoldOut) -> None:
    """Somebody was faster: nothing of the change happens."""
    product = talk.shop.product(gone.article_number)
    response = "utter_change_too_few" if gone.left else "utter_change_sold_out"
    talk.reply.say(response, name=product.name(talk.turn.language), left=gone.left)
    talk.reply.say("utter_change_kept", order_number=order.order_number)
    _forget(talk)
    talk.settle()


def _wanted(talk: Talk, order: Order, priced: Quote, read_at: datetime) -> OrderChange:
    lines = tuple(DraftLine(line.product.article_number, line.quantity, line.price) for line in priced.lines)
    turn = talk.turn
    terms = TermsRead(terms_version(), read_at)
    agreed = Agreed(turn.conversation_id, turn.channel, turn.language, terms)
    return OrderChange(order.order_number, lines, priced.shipping or Decimal(0), agreed)


def _tell(talk: Talk, order: Order, taken: TakenOrder) -> None:
    talk.reply.say("utter_changed", order_number=taken.order_number, total=f"{taken.total:.2f}")
    talk.reply.say(f"utter_order_confirmation_{taken.confirm_by}")
    talk.reply.confirm_order(taken.order_number)
    talk.reply.record(changed=taken.order_number, total=f"{taken.total:.2f}", before=f"{order.total:.2f}")
    _forget(talk)
    talk.settle()


def _forget(talk: Talk) -> None:
    talk.reply.remember(**dict.fromkeys(KEPT))
