"""What is reported about goods, and what follows. Money is Decimal in EUR."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class ClaimKind(StrEnum):
    """What is wrong with the goods."""

    DAMAGED = "damaged"
    MISSING = "missing"
    WRONG = "wrong"
    EXCHANGE = "exchange"
    DEFECT = "defect"


class Remedy(StrEnum):
    """What the customer wants; OPEN leaves it to the person who looks at it."""

    REPLACEMENT = "replacement"
    REFUND = "refund"
    EXCHANGE = "exchange"
    OPEN = "open"


class ClaimState(StrEnum):
    """Done by the shop at once, or waiting for a person to release it."""

    DONE = "done"
    REQUESTED = "requested"


@dataclass(frozen=True)
class ClaimReport:
    """What the caller reports; `line` counts the order's lines from 0, None is the whole delivery.

    `new_article` is what an exchange gives instead; `words` are the caller's own. `released` is a person's
    word that replaces the shop's limits; `by` is whoever answers for it.
    """

    request_id: str
    at: datetime
    kind: ClaimKind
    remedy: Remedy
    order_number: str | None = None
    line: int | None = None
    quantity: int = 1
    new_article: str | None = None
    words: str = ""
    channel: str = "voice"
    language: str = "de"
    verified: bool = False
    released: bool = False
    by: str = "bot"


@dataclass(frozen=True)
class Settlement:
    """A person decides what follows from a claim that waits for one; not OPEN, not another article."""

    request_id: str
    reference: str
    remedy: Remedy
    at: datetime
    by: str


@dataclass(frozen=True)
class Claim:
    """A recorded report; `refund_until` only with a refund done at once, `label` with a paid way back."""

    reference: str
    order_number: str | None
    kind: ClaimKind
    remedy: Remedy
    state: ClaimState
    article_number: str | None
    quantity: int
    amount: Decimal
    refund_until: date | None
    label: bool
    at: datetime

    @property
    def done(self) -> bool:
        """Nobody need look at it."""
        return self.state is ClaimState.DONE


@dataclass(frozen=True)
class Trace:
    """A search for a parcel at its carrier, who must answer by `deadline`."""

    reference: str
    order_number: str
    carrier: str | None
    searched: bool
    opened_at: datetime
    deadline: date
