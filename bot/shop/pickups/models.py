"""An order to be collected, and what is to be brought along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PickupState(StrEnum):
    """Where it stands on a given day."""

    ON_ITS_WAY = "on_its_way"
    READY = "ready"
    COLLECTED = "collected"
    # Kept longer than promised; whether it is still there only the store knows.
    EXPIRED = "expired"


@dataclass(frozen=True)
class Pickup:
    """Where an order waits and until when; `store_id` is one of the retailer's stores."""

    order_number: str
    store_id: str
    expected_on: date | None
    ready_at: datetime | None
    keep_until: date | None
    collected_at: datetime | None

    def state(self, today: date) -> PickupState:
        """On this day."""
        if self.collected_at:
            return PickupState.COLLECTED
        if self.ready_at is None:
            return PickupState.ON_ITS_WAY
        kept = self.keep_until is None or today <= self.keep_until
        return PickupState.READY if kept else PickupState.EXPIRED


@dataclass(frozen=True)
class PickupTerms:
    """How long orders are kept, what to bring, whether somebody else may come; texts in both languages."""

    source: str
    id: str
    keep_days: int
    bring: Mapping[str, str]
    someone_else: Mapping[str, str]
