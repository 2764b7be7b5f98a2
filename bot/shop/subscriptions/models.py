"""A recurring delivery and what callers do with it. Money is Decimal in EUR."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Subscription:
    """A recurring delivery; `price` per piece, `minimum_until` the first day it may end."""

    subscription_number: str
    customer_id: str
    plan: str
    name_de: str
    name_en: str
    quantity: int
    price: Decimal
    interval_weeks: int
    next_delivery: date
    paused_until: date | None
    minimum_until: date
    ends_on: date | None

    def name(self, language: str) -> str:
        """Its name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de

    @property
    def amount(self) -> Decimal:
        """What each delivery costs."""
        return self.price * self.quantity


class ChangeKind(StrEnum):
    """What callers may change."""

    PAUSE = "pause"
    SKIP = "skip"
    INTERVAL = "interval"
    QUANTITY = "quantity"
    DATE = "date"


@dataclass(frozen=True)
class Change:
    """One wish: `day` for a pause's end or a new date, `number` for weeks between or pieces."""

    kind: ChangeKind
    day: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class ChangeRequest:
    """A change the caller has confirmed."""

    request_id: str
    subscription_number: str
    change: Change
    at: datetime
    by: str = "bot"


@dataclass(frozen=True)
class EndDeclaration:
    """A cancellation in the caller's words; an unverified one is recorded, and a person follows it up."""

    request_id: str
    at: datetime
    said: str = field(repr=False)
    subscription_number: str | None = None
    wished_end: date | None = None
    verified: bool = False
    channel: str = "voice"
    language: str = "de"
    by: str = "bot"


@dataclass(frozen=True)
class EndRecorded:
    """A recorded cancellation; `ends_on` and `confirmed_by` (how) are None when the contract is unknown."""

    reference: str
    received_at: datetime
    ends_on: date | None
    verified: bool
    confirmed_by: str | None
