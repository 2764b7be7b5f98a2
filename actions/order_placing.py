"""Reading an order back and placing it: only after everything was heard, and only on an explicit yes."""

from datetime import datetime

from actions.basket import Basket
from actions.order_draft import Draft
from actions.order_readback import CONFIRM_ORDER, draft_lines, quoted, read_back, token_of
from actions.talk import Talk
from bot.errors import PriceChanged, SoldOut
from bot.shop.billing.models import LinkRequest
from bot.shop.models import PaymentMethod
from bot.shop.ordering.models import Agreed, NewCustomer, OrderDraft, Quote, TakenOrder, TermsRead
from bot.shop.ordering.wording import terms_version
from bot.understanding.entities import leading_yes_no
from bot.understanding.hedges import is_hedged

# What the server says of the sentences that had to be heard: their token, once they were played to the end.
HEARD = "heard"
LINK_DAYS = 14
KEYED_YES = "1"


def says_yes(talk: Talk) -> bool:
    """An explicit, unhedged yes to the order as it was read out; nothing that merely sounds friendly."""
    if not talk.turn.answers(CONFIRM_ORDER, "affirm"):
        return False
    text, language = talk.turn.text, talk.turn.language
    explicit = text.strip() == KEYED_YES or leading_yes_no(text, language)[0] == "yes"
    return explicit and not is_hedged(text, language)


def confirm_or_place(talk: Talk, basket: Basket) -> None:
    """Place the order if its yes has come, else read it back and ask for it."""
    priced, draft = quoted(talk, basket), Draft(talk)
    token = _token(talk, priced)
    read = draft.get("read") or {}
    if says_yes(talk) and read.get("token") == token and talk.reply.recall(HEARD) == token:
        _place(talk, basket, priced, TermsRead(terms_version(), datetime.fromisoformat(read["at"])))
        return
    heard = read.get("token") == token and talk.reply.recall(HEARD) == token
    if not heard:
        # New, or a sentence was not played to its end: all of it, from the second time on shorter.
        responses = read_back(talk, priced, again=bool(read))
        draft.put(read={"token": token, "at": talk.now.isoformat()})
        talk.reply.must_hear(token, responses)
        talk.reply.record(cart=basket.items, total=f"{priced.total:.2f}", terms=terms_version())
    talk.confirm(CONFIRM_ORDER, "utter_confirm_order")


def _token(talk: Talk, priced: Quote) -> str:
    draft = Draft(talk)
    who = draft.get("customer_id") or draft.get("new")
    return token_of(
        talk, priced, who=who, payment=draft.get("payment"), orders=talk.reply.recall("orders_taken")
    )


def _place(talk: Talk, basket: Basket, priced: Quote, terms: TermsRead) -> None:
    token = _token(talk, priced)
    try:
        taken = talk.shop.ordering.place(
            _draft(talk, priced, terms),
            request_id=f"{talk.turn.conversation_id}:order:{token}",
            at=talk.now,
        )
    except SoldOut as gone:
        _sold_out_meanwhile(talk, basket, gone)
        return
    except PriceChanged:
        # The new price is read back like everything else before anybody is bound to it.
        talk.reply.say("utter_order_price_changed")
        confirm_or_place(talk, basket)
        return
    _tell_placed(talk, basket, taken)


def _draft(talk: Talk, priced: Quote, terms: TermsRead) -> OrderDraft:
    draft, turn = Draft(talk), talk.turn
    payment = PaymentMethod(draft.get("payment"))
    new = draft.get("new")
    return OrderDraft(
        lines=draft_lines(priced),
        shipping=priced.total - priced.goods,
        payment=payment,
        eta=priced.until if payment is PaymentMethod.INVOICE else None,
        agreed=Agreed(turn.conversation_id, turn.channel, turn.language, terms, draft.get("confirm_by")),
        customer_id=draft.get("customer_id"),
        new=NewCustomer(**new, email=draft.get("email"), phone=draft.get("phone")) if new else None,
    )


def _sold_out_meanwhile(talk: Talk, basket: Basket, gone: SoldOut) -> None:
    """Somebody was faster: offer what is left, or go on without it."""
    product = talk.shop.product(gone.article_number)
    response = "utter_order_taking_left" if gone.left else "utter_order_sold_out"
    talk.reply.say(response, name=product.name(talk.turn.language), left=gone.left)
    basket.put(product, gone.left)
    Draft(talk).put(read=None)
    if basket.items:
        confirm_or_place(talk, basket)
    else:
        Draft(talk).put(closed=None)
        talk.reply.ask("article")


def _tell_placed(talk: Talk, basket: Basket, taken: TakenOrder) -> None:
    number, payment = taken.order_number, Draft(talk).get("payment")
    talk.reply.say("utter_order_placed", order_number=number)
    talk.reply.say(f"utter_order_confirmation_{taken.confirm_by}")
    if payment == PaymentMethod.PREPAYMENT:
        talk.reply.say("utter_order_bank_details")
    elif payment == PaymentMethod.CREDIT_CARD:
        wanted = LinkRequest(f"{number}:link", number, talk.now, LINK_DAYS, talk.turn.language)
        talk.shop.billing.send_link(wanted)
        talk.reply.say("utter_order_link_sent")
    talk.reply.confirm_order(number)
    talk.reply.record(order_placed=number, total=f"{taken.total:.2f}", terms=terms_version())
    _close(talk, basket, number)


def _close(talk: Talk, basket: Basket, number: str) -> None:
    """The order is the one spoken of from now on: "doch zwei statt eins" right after it is about this one."""
    order = talk.shop.order(number)
    basket.clear()
    Draft(talk).forget()
    talk.reply.remember(
        ordering=None,
        orders_taken=int(talk.reply.recall("orders_taken") or 0) + 1,
        order_number=number,
        verified_order=number,
        verified_customer=order.customer_id,
        postcode=order.postcode,
        auth_level=talk.reply.recall("auth_level") or "A1",
    )
    talk.settle()
