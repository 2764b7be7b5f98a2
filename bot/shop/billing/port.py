"""What the hotline needs of bills and payments, on one page."""

from datetime import date
from typing import Protocol

from bot.shop.billing.models import BillingClaim, DunningHold, Invoice, LinkRequest, TakenClaim
from bot.shop.models import SentCopy


class Billing(Protocol):
    """Every method may raise ShopUnavailable; what changes something is done once per `request_id`."""

    def invoice(self, order_number: str) -> Invoice | None:
        """The order's bill; None before it ships."""
        ...

    def order_of(self, invoice_number: str) -> str | None:
        """The order a bill is for."""
        ...

    def failures(self, order_number: str, *, without: str = "") -> int:
        """Refused payments since the last good one, and links sent in vain; not the link of this request."""
        ...

    def charged_twice(self, order_number: str) -> bool:
        """Whether more than one payment for the order went through."""
        ...

    def send_link(self, request: LinkRequest) -> SentCopy | None:
        """Send a link to pay to the stored e-mail; None when there is none or nothing is to be paid."""
        ...

    def link_goes_to(self, order_number: str) -> str | None:
        """The stored e-mail, masked; None without."""
        ...

    def take(self, claim: BillingClaim) -> TakenClaim:
        """Record a claim; its hold is in force at once."""
        ...

    def hold(self, hold: DunningHold) -> date | None:
        """Set, extend or end a hold, in place of all earlier ones; gives its last day.

        Raises OrderNotFound, NothingOwed.
        """
        ...
