"""The same as last time: the last order's items at today's prices, for a proven customer (A2)."""

from actions.basket import Basket
from actions.identify import proven_customer
from actions.order_customer import may_pay_by_invoice
from actions.order_draft import Draft
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.authentication import Level
from bot.shop.models import Order, OrderLine, OrderStatus, PaymentMethod, Product


def is_filled(talk: Talk, basket: Basket) -> bool:
    """Whether the basket holds the last order; if not, a question is open or nothing could be repeated."""
    draft = Draft(talk)
    if draft.get("repeated"):
        return True
    customer = proven_customer(talk, Level.A2)
    if customer is None:
        return False
    last = _last(talk, customer.customer_id)
    draft.put(customer_id=customer.customer_id, known="yes")
    if last is None:
        talk.reply.say("utter_repeat_nothing")
        draft.put(repeated="nothing")
        return True
    _fill(talk, basket, last)
    draft.put(repeated=last.order_number, closed=True if basket.items else None, payment=_payment(talk, last))
    return True


def _last(talk: Talk, customer_id: str) -> Order | None:
    """The newest order that was not cancelled."""
    orders = talk.shop.orders_of([customer_id])
    return next((order for order in orders if order.status is not OrderStatus.CANCELLED), None)


def _fill(talk: Talk, basket: Basket, last: Order) -> None:
    day = talk.when(last.placed_at)["day"]
    talk.reply.say("utter_repeat_from", day=day)
    then = now = 0
    for line in last.lines:
        product = _still_there(talk, line)
        if product is None:
            continue
        basket.put(product, min(line.quantity, product.stock))
        _tell_price(talk, line, product)
        then, now = then + 1, now + (product.price != line.price)
    if then and not now:
        talk.reply.say("utter_repeat_same_prices")


def _still_there(talk: Talk, line: OrderLine) -> Product | None:
    """The article while it is to be had; otherwise says that it is left out, and until when."""
    name = line.name(talk.turn.language)
    try:
        product = talk.shop.product(line.article_number)
    except ProductNotFound:
        talk.reply.say("utter_repeat_gone", name=name)
        return None
    if product.stock:
        if product.stock < line.quantity:
            talk.reply.say("utter_order_taking_left", name=name, left=product.stock)
        return product
    if product.restock_on:
        talk.reply.say("utter_order_sold_out_until", name=name, restock=product.restock_on.isoformat())
    else:
        talk.reply.say("utter_repeat_gone", name=name)
    return None


def _tell_price(talk: Talk, line: OrderLine, product: Product) -> None:
    if product.price != line.price:
        prices = {"now": f"{product.price:.2f}", "then": f"{line.price:.2f}"}
        talk.reply.say("utter_repeat_price", name=product.name(talk.turn.language), **prices)


def _payment(talk: Talk, last: Order) -> str | None:
    """As last time where that needs nothing said on the phone; otherwise it is asked."""
    if last.payment is PaymentMethod.PREPAYMENT:
        return last.payment.value
    by_invoice = last.payment is PaymentMethod.INVOICE and may_pay_by_invoice(talk)
    return last.payment.value if by_invoice else None
