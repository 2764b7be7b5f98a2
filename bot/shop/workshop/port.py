"""What the hotline needs of spare parts and repairs."""

from typing import Protocol

from bot.shop.workshop.models import Repair, SparePart


class Workshop(Protocol):
    """Every method may raise ShopUnavailable."""

    def parts_for(self, article_number: str) -> tuple[SparePart, ...]:
        """All parts one can have for this article; empty for an unknown one."""
        ...

    def repairs_of(self, order_number: str) -> tuple[Repair, ...]:
        """The repairs of what was ordered with this order, newest first."""
        ...
