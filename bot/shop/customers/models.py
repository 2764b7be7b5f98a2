"""Changes of what is stored of a customer."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.shop.deliveries.models import Address


@dataclass(frozen=True)
class AccountChange:
    """One change; exactly one of the new values is given, `language` is that of the notice."""

    request_id: str
    customer_id: str
    at: datetime
    address: Address | None = None
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    language: str = "de"
    by: str = "bot"

    @property
    def kind(self) -> str:
        """What changes: "address", "phone", "email" or "name"."""
        given = (name for name in ("address", "phone", "email", "name") if getattr(self, name))
        return next(given)
