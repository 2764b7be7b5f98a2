"""The forwarding agent's rounds: which region on which days, between what hours. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.shop.deliveries.models import Slot
from bot.shop.public_holidays import holiday_name


@dataclass(frozen=True)
class Region:
    """Postcodes of a country by their beginnings; `weekdays` 0 is Monday; `places` per window."""

    id: str
    country: str
    prefixes: tuple[str, ...]
    weekdays: frozenset[int]
    windows: tuple[tuple[time, time], ...]
    places: int


@dataclass(frozen=True)
class Haulage:
    """All rounds; goods need `lead_days` before they can come, nothing is agreed beyond `ahead_days`."""

    source: str
    regions: tuple[Region, ...]
    lead_days: int
    ahead_days: int
    notice_minutes: int
    carried: Mapping[str, str]

    def region_of(self, country: str, postcode: str) -> Region | None:
        """The region whose prefix fits longest; None where the agent does not go."""
        fitting = [
            (len(prefix), region)
            for region in self.regions
            if region.country == country
            for prefix in region.prefixes
            if postcode.startswith(prefix)
        ]
        return max(fitting, key=lambda found: found[0])[1] if fitting else None

    def offers(self, country: str, postcode: str, today: date) -> tuple[Slot, ...]:
        """All slots of the coming weeks, earliest first, whether taken or free."""
        region = self.region_of(country, postcode)
        return tuple(self._slots(region, today)) if region else ()

    def _slots(self, region: Region, today: date) -> Iterator[Slot]:
        for ahead in range(self.lead_days, self.ahead_days + 1):
            day = today + timedelta(days=ahead)
            if day.weekday() in region.weekdays and not holiday_name(day, region.country):
                yield from (Slot(region.id, day, *window, region.places) for window in region.windows)
