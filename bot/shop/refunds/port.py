"""What the hotline needs of refunds, on one page."""

from typing import Protocol

from bot.shop.refunds.models import GrantedRefund, Ledger, Refund, RefundGrant


class Refunds(Protocol):
    """Every method may raise ShopUnavailable."""

    def latest(self, order_number: str) -> Refund | None:
        """The order's latest refund: return, cancellation, withdrawal, claim or a person's word; or None."""
        ...

    def ledger(self, order_number: str) -> Ledger:
        """What was paid for the order and what goes back of it; raises OrderNotFound."""
        ...

    def grant(self, grant: RefundGrant) -> GrantedRefund:
        """Give money back on a person's word, once per request, never more than `ledger` has left.

        The customer is told at the stored contact. Raises OrderNotFound, NotRefundable.
        """
        ...
