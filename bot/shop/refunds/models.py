"""A refund as the hotline tells of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.shop.models import PaymentMethod, SentCopy


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


class RefundReason(StrEnum):
    """Why somebody of the hotline gives money back beside returns, cancellations and claims."""

    DAMAGED = "damaged"
    MISSING = "missing"
    WRONG = "wrong"
    DEFECT = "defect"
    LATE = "late"
    PRICE = "price"
    CHARGED_TWICE = "charged_twice"
    GOODWILL = "goodwill"
    OTHER = "other"


@dataclass(frozen=True)
class RefundGrant:
    """A person decides to give this much back; `note` is for colleagues, `language` that of the letter."""

    request_id: str
    order_number: str
    amount: Decimal
    reason: RefundReason
    at: datetime
    by: str
    note: str = field(default="", repr=False)
    language: str = "de"


@dataclass(frozen=True)
class GrantedRefund:
    """What was granted, until when it is paid the way it came, and how the customer was told."""

    reference: str
    order_number: str
    amount: Decimal
    payment: PaymentMethod
    until: date
    sent: SentCopy


@dataclass(frozen=True)
class MoneyBack:
    """Money that went back for an order or is to go; `why` is return, cancellation, claim, …"""

    why: str
    amount: Decimal
    state: RefundState
    until: date | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Ledger:
    """What was paid for an order, and everything that goes back of it."""

    order_number: str
    paid: Decimal
    back: tuple[MoneyBack, ...]

    @property
    def gone(self) -> Decimal:
        """All that went back or is promised."""
        return sum((entry.amount for entry in self.back), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What can still be given back."""
        return max(self.paid - self.gone, Decimal(0))
