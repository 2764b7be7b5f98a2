"""New addresses and agreed days."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class Address:
    """Where something goes; `street` with its house number."""

    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True)
class AddressChange:
    """An order is to go to this address; `language` is that of the notice."""

    request_id: str
    order_number: str
    address: Address
    at: datetime
    language: str = "de"
    by: str = "bot"


@dataclass(frozen=True)
class ChangedAddress:
    """What the change does to the expected day; both None while there is none."""

    order_number: str
    eta_before: date | None
    eta_after: date | None


@dataclass(frozen=True)
class Slot:
    """A day and window a region is served in; `places` is how many deliveries it takes."""

    region: str
    day: date
    starts: time
    ends: time
    places: int = 1


@dataclass(frozen=True)
class SlotBooking:
    """An order is to come in this slot."""

    request_id: str
    order_number: str
    slot: Slot
    at: datetime
    by: str = "bot"
