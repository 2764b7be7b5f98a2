"""A refund as the hotline tells of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.shop.models import PaymentMethod


class RefundState(StrEnum):
    """How far the money is."""

    # The goods, or a proof that they were sent, may be waited for (BGB section 357 IV).
    AWAITS_GOODS = "awaits_goods"
    DUE = "due"
    PAID = "paid"
    # Decided by a person, never told by a machine.
    UNDER_REVIEW = "under_review"


@dataclass(frozen=True)
class Refund:
    """One refund of an order; `until` is the latest legal day, `amount` for level A2 only."""

    order_number: str
    state: RefundState
    amount: Decimal
    payment: PaymentMethod
    until: date
    paid_at: datetime | None = None

    def is_overdue(self, today: date) -> bool:
        """The latest day has passed and the money is not back, whatever it waits for."""
        return self.state is not RefundState.PAID and today > self.until
