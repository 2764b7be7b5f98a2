"""What the hotline needs of customers, on one page."""

from datetime import datetime
from typing import Protocol

from bot.shop.customers.models import AccountChange
from bot.shop.models import Customer


class Customers(Protocol):
    """The retailer's customers. Every method may raise ShopUnavailable.

    What changes something is done once per `request_id` and leaves an OrderEvent.
    """

    def customer(self, customer_id: str) -> Customer | None:
        """The customer with this id; None when there is none (any more)."""
        ...

    def change(self, change: AccountChange) -> None:
        """Change what is stored. The contact stored before is told; a new one gets no codes for some days."""
        ...

    def send_reset_link(self, email: str, *, request_id: str, at: datetime, language: str) -> None:
        """Send a link to a new password if this is a stored address; nobody learns whether it is."""
        ...
