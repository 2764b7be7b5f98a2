"""Which waits have lasted too long, by the operator's limits; asked for hundreds of them twice a second."""

from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.handover.orphans import PHONED
from bot.handover.routing_file import RoutingTerms
from bot.handover.thread_limits import ThreadLimits

# The part of a wait in which a skill was staffed takes long to work out, and the limits are minutes.
AGAIN = timedelta(seconds=20)


class OverdueWaits:
    """What is overdue stays so; what is not is looked at again after a while."""

    def __init__(self, terms: RoutingTerms) -> None:
        self._calls = terms.call_limits
        self._threads = ThreadLimits(terms.thread_limits, terms.hours)
        self._known: dict[tuple[object, ...], tuple[bool, datetime]] = {}

    def __call__(self, row: RowMapping, now: datetime) -> bool:
        """Whether this one should have been served by now."""
        priority, since = row["priority"], row["entered_at"]
        if row["channel"] in PHONED:
            return bool(now - since >= self._calls[priority])
        if now - since < self._threads.limits[priority]:
            return False
        key = (row["id"], priority, row["skill"], since)
        late, until = self._known.get(key, (False, now))
        if not late and now >= until:
            late = self._threads.overdue(priority, row["skill"], since, now)
            self._known[key] = (late, now + AGAIN)
        return late

    def forget(self, waits: set[str]) -> None:
        """All but these."""
        self._known = {key: known for key, known in self._known.items() if key[0] in waits}
