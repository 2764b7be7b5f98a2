"""What the hotline needs of orders that are collected."""

from typing import Protocol

from bot.shop.pickups.models import Pickup, PickupTerms


class Pickups(Protocol):
    """Every method may raise ShopUnavailable."""

    @property
    def terms(self) -> PickupTerms:
        """What holds for every collection."""
        ...

    def pickup_of(self, order_number: str) -> Pickup | None:
        """Where and until when the order can be collected; None for one that is delivered."""
        ...
