"""What the hotline needs of claims, on one page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.shop.claims.models import Claim, ClaimReport, Settlement, Trace
from bot.shop.claims.rules import ClaimPolicy
from bot.shop.models import SentCopy


@dataclass(frozen=True)
class TraceRequest:
    """Which parcel to search for; `searched`: neighbours and the agreed place have been tried."""

    request_id: str
    order_number: str
    at: datetime
    searched: bool
    by: str = "bot"


class Claims(Protocol):
    """Reports about delivered goods. Every method may raise ShopUnavailable.

    What changes something is done once per `request_id` and leaves an OrderEvent.
    """

    @property
    def policy(self) -> ClaimPolicy:
        """The operator's limits and deadlines."""
        ...

    def report(self, report: ClaimReport) -> Claim:
        """Take a claim down; a replacement, refund or exchange within the limits is done with it.

        Raises OrderNotFound; AlreadyClaimed when all these pieces were claimed before; OutOfStock when the
        pieces to be sent are not there; NotRefundable when a person releases more than was paid.
        """
        ...

    def settle(self, settlement: Settlement) -> Claim:
        """Release a claim that waits for a person.

        Raises OrderNotFound, AlreadySettled, OutOfStock, NotRefundable.
        """
        ...

    def claims_of(self, order_number: str) -> tuple[Claim, ...]:
        """The order's claims, newest first."""
        ...

    def open_trace(self, request: TraceRequest) -> Trace:
        """Have the carrier search; an order keeps its first trace. Raises OrderNotFound."""
        ...

    def trace_of(self, order_number: str) -> Trace | None:
        """The search under way for this order."""
        ...

    def send_confirmation(
        self, reference: str, *, request_id: str, at: datetime, language: str = "de"
    ) -> SentCopy | None:
        """Confirm a claim or trace to the owner's stored contact; None for one without a proven order."""
        ...
