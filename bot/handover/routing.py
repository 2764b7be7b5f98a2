"""Which free expert takes which waiting caller. Pure.

The five minutes of rest after a heavy case are not decided here: whoever keeps the experts' presence leaves
the resting out of `free_experts`. What is decided here is that the case after the rest is a lighter one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.handover.routing_people import HOUSE, Expert, Figures, Waiting
from bot.handover.seating import Seating
from bot.handover.suitability import holds, rating

# Whoever routes finds everything needed here.
__all__ = ["HOUSE", "Expert", "Figures", "Match", "Served", "Waiting"]
__all__ += ["able", "ahead_of", "as_staffed", "in_order", "is_starving", "matches", "nobody_can", "waits_for"]


@dataclass(frozen=True)
class Match:
    """This expert is to be rung for this caller; `why` as in bot.handover.suitability.Fit."""

    waiting_id: str
    expert_id: str
    why: str
    starving: bool = False


@dataclass(frozen=True)
class Served:
    """How many callers got an expert since the last one who had starved."""

    since_starving: int = 0

    def then(self, starving: bool) -> "Served":
        """After one more caller got an expert."""
        return Served(0 if starving else self.since_starving + 1)


def matches(
    waiting: Sequence[Waiting],
    free_experts: Sequence[Expert],
    now: datetime,
    served: Served,
    figures: Figures = HOUSE,
) -> tuple[list[Match], Served]:
    """Who is to be rung for whom, in the order in which the callers were considered; each at most once."""
    seating = Seating(free_experts, rating(now, figures))
    queue = in_order(waiting)
    starving = {caller.id for caller in queue if is_starving(caller, now, figures)}
    while queue and not seating.full:
        caller = _next(queue, starving, served.since_starving + 1 >= figures.starving_every)
        queue.remove(caller)
        if seating.seat(caller):
            served = served.then(caller.id in starving)
    found = [Match(caller.id, fit.expert_id, fit.why, caller.id in starving) for caller, fit in seating.taken]
    return found, served


def in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """By priority band, in it those to be put first, then who waits longest."""
    return sorted(waiting, key=_rank)


def ahead_of(caller: Waiting, waiting: Sequence[Waiting]) -> list[Waiting]:
    """Those in the caller's language who come before them."""
    return [other for other in waiting if other.language == caller.language and _rank(other) < _rank(caller)]


def is_starving(caller: Waiting, now: datetime, figures: Figures = HOUSE) -> bool:
    """A P3 who has waited so long that every fourth free expert is theirs."""
    return caller.priority == "P3" and caller.waited_s(now) >= figures.starving_s


def waits_for(caller: Waiting, now: datetime, figures: Figures = HOUSE) -> float | None:
    """Seconds until the rules for this caller next soften; None when they never will again."""
    steps = [figures.skill_s]
    if caller.last_expert and not caller.first:
        steps.append(figures.last_expert_s)
    if caller.priority == "P3":
        steps.append(figures.starving_s)
    waited = caller.waited_s(now)
    return min((step - waited for step in steps if step > waited), default=None)


def able(caller: Waiting, at_work: Sequence[Expert], figures: Figures = HOUSE) -> list[Expert]:
    """Who of those at work could take this call, now or when the rules for the caller have softened."""
    softest = caller.entered_at + timedelta(seconds=figures.skill_s)
    rate = rating(softest, figures)
    return [expert for expert in at_work if rate(caller, expert)]


def nobody_can(caller: Waiting, at_work: Sequence[Expert], figures: Figures = HOUSE) -> bool:
    """Whether nobody at work could take this call however long the caller waits: a call back is due.

    Those who are talking belong to `at_work`. In a P0 it means: ring who is on call.
    """
    return not able(caller, at_work, figures)


def as_staffed(caller: Waiting, at_work: Sequence[Expert], figures: Figures = HOUSE) -> Waiting:
    """The caller without the wish for a skill that nobody (else) at work has, who would wait in vain.

    Delicate calls that are not urgent keep it: they are for those who chose them, or for a call back.
    """
    if caller.sensitive(figures) and not caller.urgent:
        return caller
    others = (expert for expert in at_work if expert.id not in caller.not_experts)
    staffed = any(holds(caller, expert, figures) for expert in others)
    return caller if staffed else replace(caller, skill="")


def _next(queue: Sequence[Waiting], starving: set[str], owed: bool) -> Waiting:
    """The head of the queue, or who is owed an expert; P0 and P1 are never held up, the debt stays."""
    head = queue[0]
    if not owed or head.urgent:
        return head
    return next((caller for caller in queue if caller.id in starving), head)


def _rank(caller: Waiting) -> tuple[str, bool, float, str]:
    return caller.priority, not caller.first, caller.entered_at.timestamp(), caller.id
