"""Gift cards, points, and wishes about advertising and data, as the hotline knows them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class PinCheck(StrEnum):
    """What came of a PIN that was given."""

    RIGHT = "right"
    WRONG = "wrong"
    # The third wrong one in a row: from here only a person helps.
    LOCKED = "locked"


@dataclass(frozen=True)
class GiftCard:
    """A card whose PIN was right; `expires_on` is its last day."""

    balance: Decimal
    expires_on: date

    def is_expired(self, today: date) -> bool:
        """Its last day is over."""
        return today > self.expires_on


@dataclass(frozen=True)
class OpenedCard:
    """The check's outcome, with the card when it was right."""

    check: PinCheck
    card: GiftCard | None = None


@dataclass(frozen=True)
class Points:
    """A customer's points; `expiring` of them go after `expires_on`."""

    balance: int
    expiring: int
    expires_on: date | None


@dataclass(frozen=True)
class AdStop:
    """No advertising any more to these contacts, and to all that is stored of these customers."""

    request_id: str
    at: datetime
    contacts: tuple[str, ...] = field(default=(), repr=False)
    customer_ids: tuple[str, ...] = ()
    channel: str = "voice"
    by: str = "bot"


class PrivacyKind(StrEnum):
    """What somebody wants done with his data."""

    ACCESS = "access"
    ERASE = "erase"
    OBJECT = "object"
    CORRECT = "correct"
    # Somebody else's data has reached the caller.
    INCIDENT = "incident"
    OTHER = "other"


@dataclass(frozen=True)
class PrivacyRequest:
    """A request as received; `answer_by` is the last legal day, which an incident has none of."""

    request_id: str
    kind: PrivacyKind
    at: datetime
    said: str = field(repr=False)
    name: str = field(default="", repr=False)
    contact: str | None = field(default=None, repr=False)
    customer_id: str | None = None
    answer_by: date | None = None
    channel: str = "voice"
    by: str = "bot"


@dataclass(frozen=True)
class TakenRequest:
    """A recorded request."""

    reference: str
    received_at: datetime
    answer_by: date | None
    company_aware_at: datetime | None
