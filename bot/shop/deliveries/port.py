"""What the hotline needs of deliveries, on one page."""

from collections.abc import Sequence
from typing import Protocol

from bot.shop.deliveries.models import AddressChange, ChangedAddress, Slot, SlotBooking


class Deliveries(Protocol):
    """Places, addresses and slots of orders. Every method may raise ShopUnavailable.

    What changes something is done once per `request_id` and leaves an OrderEvent.
    """

    def cities(self, postcode: str, country: str) -> tuple[str, ...]:
        """The cities this postcode belongs to; empty when it is not known."""
        ...

    def streets(self, postcode: str) -> tuple[str, ...]:
        """Names of streets there that the shop has delivered to, without numbers, most frequent first."""
        ...

    def change_address(self, change: AddressChange) -> ChangedAddress:
        """Send an order elsewhere; its customer is told by e-mail. Raises OrderNotFound, NotChangeable."""
        ...

    def free(self, slots: Sequence[Slot]) -> tuple[Slot, ...]:
        """Those of the slots that still have a place."""
        ...

    def slot_of(self, order_number: str) -> Slot | None:
        """The slot agreed for this order."""
        ...

    def book(self, booking: SlotBooking) -> Slot:
        """Agree a slot, in place of an earlier one. Raises OrderNotFound, NotChangeable, SlotTaken."""
        ...
