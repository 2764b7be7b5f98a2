"""A promo code as the hotline tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.shop.models import SentCopy


class Reason(StrEnum):
    """Why a code does not work."""

    NOT_YET = "not_yet"
    EXPIRED = "expired"
    USED = "used"
    MINIMUM = "minimum"


@dataclass(frozen=True)
class Voucher:
    """What a code is worth and under which conditions; `excluded` in "de" and "en", empty for nothing."""

    code: str
    percent: int | None
    amount: Decimal | None
    valid_from: date
    valid_until: date
    minimum: Decimal | None
    excluded: Mapping[str, str]
    new_customers: bool
    personal: bool
    used_at: datetime | None

    def why_not(self, today: date, goods: Decimal | None = None) -> Reason | None:
        """The first reason against it; `goods` is the basket's worth where it is known."""
        if self.used_at is not None:
            return Reason.USED
        if today < self.valid_from:
            return Reason.NOT_YET
        if today > self.valid_until:
            return Reason.EXPIRED
        too_little = self.minimum is not None and goods is not None and goods < self.minimum
        return Reason.MINIMUM if too_little else None


@dataclass(frozen=True)
class VoucherGrant:
    """A person gives a customer a voucher; `reason` a code, `note` for colleagues."""

    request_id: str
    customer_id: str
    amount: Decimal
    valid_until: date
    reason: str
    at: datetime
    by: str
    order_number: str | None = None
    note: str = field(default="", repr=False)
    language: str = "de"


@dataclass(frozen=True)
class GrantedVoucher:
    """A code made for one customer, which counts once, and where it was sent."""

    code: str
    amount: Decimal
    valid_until: date
    sent: SentCopy
