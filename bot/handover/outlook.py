"""What the queue can honestly tell a caller: whether somebody could come, the place, the estimate."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.handover.estimate import LastHour, bucket, estimate, load_for, spoken_place
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.routing import Figures, ahead_of, as_staffed, nobody_can
from bot.handover.routing_people import Waiting
from bot.handover.waiting_room import Outlook
from bot.handover.waits import Place, Waits

HOUR = timedelta(hours=1)


class QueueOutlook:
    """Reads the queue for the waiting room."""

    def __init__(
        self, waits: Waits, experts: Experts, figures: Figures, last_hour: Callable[[datetime], LastHour]
    ) -> None:
        self._waits = waits
        self._experts = experts
        self._figures = figures
        self._last_hour = last_hour

    def somebody_here(self, place: Place, now: datetime) -> bool:
        """Whether anybody at work could take this caller, perhaps later; for P0 and P1 any human can."""
        at_work = [as_expert(row) for row in self._experts.here()]
        caller = Waiting("", place.priority, place.skill, place.language, now)
        if caller.urgent:
            return any(place.language in expert.languages for expert in at_work)
        return not nobody_can(as_staffed(caller, at_work, self._figures), at_work, self._figures)

    def look(self, wait: RowMapping, now: datetime) -> Outlook:
        """Where this caller stands now."""
        rows = self._waits.in_status("waiting", "ringing")
        line = [as_waiting(row) for row in rows if row["channel"] != "sms"]
        caller = as_waiting(wait)
        at_work, idle = self._experts.here(), self._experts.here(("free",))
        load = load_for(
            caller,
            line,
            [as_expert(row) for row in at_work],
            {row["id"] for row in idle},
            self._last_hour(now),
        )
        expected = estimate(load)
        place = len(ahead_of(caller, _others(line, caller))) + 1
        if wait["estimate_s"] is None and expected is not None:
            self._waits.change(wait["id"], wait["status"], estimate_s=round(expected))
        return Outlook(spoken_place(wait["place"], place), None if expected is None else bucket(expected))


def _others(line: Sequence[Waiting], caller: Waiting) -> list[Waiting]:
    return [other for other in line if other.id != caller.id]
