"""Bills and payments as the hotline knows them. Money is Decimal in EUR."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Invoice:
    """A bill; `hold_until` is the last day on which nobody is dunned for it, None without a hold."""

    invoice_number: str
    order_number: str
    amount: Decimal
    issued_on: date
    due_on: date
    paid_on: date | None
    dunning_level: int
    hold_until: date | None

    @property
    def is_open(self) -> bool:
        """Still to be paid."""
        return self.paid_on is None


class ClaimKind(StrEnum):
    """What a caller says about a bill."""

    DISPUTE = "dispute"
    DUNNING = "dunning"
    DEFERRAL = "deferral"


@dataclass(frozen=True)
class BillingClaim:
    """For a person to decide; `said` in the caller's words, `hold_until` stops dunning up to that day."""

    request_id: str
    kind: ClaimKind
    order_number: str
    at: datetime
    said: str = field(repr=False)
    amount: Decimal | None = None
    day: date | None = None
    hold_until: date | None = None
    channel: str = "voice"
    by: str = "bot"


@dataclass(frozen=True)
class TakenClaim:
    """A recorded claim."""

    reference: str
    hold_until: date | None


@dataclass(frozen=True)
class LinkRequest:
    """A link to pay an order, good for `days`."""

    request_id: str
    order_number: str
    at: datetime
    days: int
    language: str = "de"


@dataclass(frozen=True)
class DunningHold:
    """A person decides until when nobody is dunned for an order; `until` None ends the hold."""

    request_id: str
    order_number: str
    until: date | None
    at: datetime
    by: str
