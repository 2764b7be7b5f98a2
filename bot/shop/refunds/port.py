"""What the hotline needs of refunds, on one page."""

from typing import Protocol

from bot.shop.refunds.models import Refund


class Refunds(Protocol):
    """Every method may raise ShopUnavailable."""

    def latest(self, order_number: str) -> Refund | None:
        """The order's latest refund, from its return, cancellation or withdrawal; None without any."""
        ...
