"""What the bot does not take alone: a person looks at the cart. A limit is never a refusal. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.shop.models import Order, OrderStatus, PaymentMethod, ProductFlag
from bot.shop.ordering.models import Quote

MOST_EUR = Decimal(500)
MOST_PIECES = 10
# An invoice is payable within 14 days of delivery; the rest is the mail's time and the bank's.
OVERDUE_AFTER = timedelta(days=21)


def needs_person(quote: Quote) -> str | None:
    """Why this cart is for a person, as the reason of the handover; None when the bot may take it."""
    if quote.flagged(ProductFlag.ADULTS_ONLY):
        return "order_adults_only"
    if quote.pieces > MOST_PIECES:
        return "order_many_pieces"
    if quote.total > MOST_EUR:
        return "order_over_limit"
    return None


def invoice_needs_person(orders: Sequence[Order], today: date) -> bool:
    """Whether somebody has to decide if this customer may pay by invoice once more."""
    return any(_is_overdue(order, today) for order in orders)


def _is_overdue(order: Order, today: date) -> bool:
    owes = order.payment is PaymentMethod.INVOICE and not order.paid and order.status is OrderStatus.DELIVERED
    return owes and order.delivered_at is not None and order.delivered_at.date() + OVERDUE_AFTER < today
