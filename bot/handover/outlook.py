"""What the queue can honestly tell a caller: whether somebody could come, the place, the estimate."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping

from bot.current import settled
from bot.handover.estimate import LastHour, bucket, estimate, load_for, spoken_place
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.routing import Figures, able, ahead_of, as_staffed, nobody_can
from bot.handover.routing_people import Expert, Waiting
from bot.handover.staffing import has_phone
from bot.handover.waiting_room import Outlook
from bot.handover.waits import Place, Waits

# Who will be there for the next caller; how long somebody's break takes is not known.
ON_DUTY = ("free", "ringing", "talking", "after_call")


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
        """Whether anybody at work could answer this customer, perhaps later; for P0 and P1 any human can."""
        return self._somebody(self._experts.here(), place, now)

    def somebody_to_ring(self, place: Place, now: datetime) -> bool:
        """The same for a caller: of those whose telephone may ring."""
        return self._somebody(filter(has_phone, self._experts.here()), place, now)

    def _somebody(self, rows: Iterable[RowMapping], place: Place, now: datetime) -> bool:
        at_work = [as_expert(row) for row in rows]
        caller = Waiting("", place.priority, place.skill, place.language, now)
        if caller.urgent:
            return any(place.language in expert.languages for expert in at_work)
        figures = settled(self._figures)
        return not nobody_can(as_staffed(caller, at_work, figures), at_work, figures)

    def look(self, wait: RowMapping, now: datetime) -> Outlook:
        """Where this caller stands now."""
        rows = self._waits.in_status("waiting", "ringing", channels=("voice", "callback"))
        line = [as_waiting(row) for row in rows]
        caller = as_waiting(wait)
        people = [row for row in self._experts.here(ON_DUTY) if has_phone(row)]
        idle = {row["id"] for row in people if row["status"] == "free"}
        # Others may be idle for long, and still never come for this caller.
        theirs = self._able(caller, [as_expert(row) for row in people])
        expected = estimate(load_for(caller, line, theirs, idle, self._last_hour(now)))
        place = len(ahead_of(caller, _others(line, caller))) + 1
        if wait["estimate_s"] is None and expected is not None:
            self._waits.change(wait["id"], wait["status"], estimate_s=round(expected))
        return Outlook(spoken_place(wait["place"], place), None if expected is None else bucket(expected))

    def _able(self, caller: Waiting, people: Sequence[Expert]) -> list[Expert]:
        """Who did not answer for this caller is asked again in the second round, and so belongs to them."""
        anew = replace(caller, not_experts=frozenset())
        figures = settled(self._figures)
        return able(as_staffed(anew, people, figures), people, figures)


def _others(line: Sequence[Waiting], caller: Waiting) -> list[Waiting]:
    return [other for other in line if other.id != caller.id]
