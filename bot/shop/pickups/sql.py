"""Pickups in a SQL database; implements bot.shop.pickups.port.Pickups."""

from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.shop.pickups.models import Pickup, PickupTerms
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import transaction
from bot.shop.storable import storable
from bot.store.pickup_tables import PickupRow


class SqlPickups:
    """The pickup table behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo, terms: PickupTerms) -> None:
        self._engine = engine
        self._rows = Rows(zone)
        self._terms = terms

    @property
    def terms(self) -> PickupTerms:
        """What holds for every collection."""
        return self._terms

    def pickup_of(self, order_number: str) -> Pickup | None:
        """Where and until when the order can be collected."""
        with transaction(self._engine) as session:
            row = session.get(PickupRow, storable(order_number))
            if row is None:
                return None
            return Pickup(
                order_number=row.order_number,
                store_id=row.store_id,
                expected_on=row.expected_on,
                ready_at=self._rows.local(row.ready_at),
                keep_until=row.keep_until,
                collected_at=self._rows.local(row.collected_at),
            )
