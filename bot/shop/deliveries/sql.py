"""Deliveries in a SQL database; implements bot.shop.deliveries.port.Deliveries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, select

from bot.shop.deliveries import sql_addresses, sql_slots
from bot.shop.deliveries.models import AddressChange, ChangedAddress, Slot, SlotBooking
from bot.shop.deliveries.rules import street_name
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.delivery_tables import PlaceRow
from bot.store.shop_tables import OrderRow

# Each lost race means that somebody else got a place; a window has only a few.
TRIES = 8
# As hints for a speech recogniser, more would drown each other.
MOST_STREETS = 60


class SqlDeliveries:
    """The delivery tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cities(self, postcode: str, country: str) -> tuple[str, ...]:
        """The cities this postcode belongs to."""
        mine = (PlaceRow.postcode == storable(postcode)) & (PlaceRow.country == country)
        with transaction(self._engine) as session:
            return tuple(session.scalars(select(PlaceRow.city).where(mine).order_by(PlaceRow.city)))

    def streets(self, postcode: str) -> tuple[str, ...]:
        """Names of streets there that the shop has delivered to."""
        there = select(OrderRow.street).where(OrderRow.postcode == storable(postcode))
        with transaction(self._engine) as session:
            names = Counter(street_name(street) for street in session.scalars(there))
        return tuple(name for name, _ in names.most_common(MOST_STREETS))

    def change_address(self, change: AddressChange) -> ChangedAddress:
        """Send an order elsewhere."""
        wanted = replace(change, request_id=storable_id(change.request_id))
        return once(self._engine, lambda session: sql_addresses.change(session, wanted), TRIES)

    def free(self, slots: Sequence[Slot]) -> tuple[Slot, ...]:
        """Those of the slots that still have a place."""
        with transaction(self._engine) as session:
            return sql_slots.free(session, slots)

    def slot_of(self, order_number: str) -> Slot | None:
        """The slot agreed for this order."""
        with transaction(self._engine) as session:
            return sql_slots.slot_of(session, storable(order_number))

    def book(self, booking: SlotBooking) -> Slot:
        """Agree a slot."""
        wanted = replace(booking, request_id=storable_id(booking.request_id))
        return once(self._engine, lambda session: sql_slots.book(session, wanted), TRIES)
