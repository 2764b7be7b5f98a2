"""Orders with goods to complain about, as the claim tests need them."""

from datetime import timedelta
from decimal import Decimal

from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Caller
from tests.actions.conftest import NOW, Call, OrderLike

RECENT = NOW - timedelta(days=25)


def recent(order_like: OrderLike, lines: int = 1, most: str = "100", **wanted: object) -> Order:
    """An order delivered lately, with so many lines, none worth more than `most`."""
    return order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at > RECENT,
        lines=lambda found: (
            len(found) == lines
            and all(line.price * line.quantity <= Decimal(most) and not line.flags for line in found)
        ),
        **wanted,
    )


def owner(call: Call, order: Order, **slots: object) -> Caller:
    """The order's owner on the phone."""
    return call(caller_customers=[order.customer_id], **slots)
