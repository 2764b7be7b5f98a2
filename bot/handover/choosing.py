"""Whom to ring now: the rules of routing, and for P0 and P1 any human rather than none. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.handover.routing import Match, Served, as_staffed, in_order, matches, nobody_can
from bot.handover.routing_people import HOUSE, Expert, Figures, Waiting

# A P1 waits this many times as long as for its skill, before somebody untrained is better than nobody.
PATIENT = 2
Lately = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Staff:
    """Who can be rung: `free` for everybody, `resting` (after a call, paused) and `on_call` (off) for a P0.

    `at_work` are all who will be free sooner or later, whatever they do now.
    """

    free: Sequence[Expert]
    at_work: Sequence[Expert]
    resting: Sequence[Expert] = ()
    on_call: Sequence[Expert] = ()


@dataclass(frozen=True)
class Moment:
    """The time, what came before, and who was rung for whom (by the wait's id) a moment ago."""

    now: datetime
    served: Served = field(default_factory=Served)
    lately: Lately = field(default_factory=dict)
    figures: Figures = HOUSE


def choose(waiting: Sequence[Waiting], staff: Staff, moment: Moment) -> list[Match]:
    """Everybody to be rung now, the most urgent first; each expert once."""
    line = [as_staffed(caller, staff.at_work, moment.figures) for caller in waiting]
    found = _matched(line, staff.free, moment)
    helped = {match.waiting_id for match in found}
    if all(caller.id in helped for caller in line if caller.urgent):
        return found
    urgent = [caller for caller in in_order(line) if caller.urgent]
    found = _matched(urgent, staff.free, moment)
    for caller in urgent:
        if caller.id not in {match.waiting_id for match in found}:
            found += _somebody(caller, _without(staff, found), moment)
    others = [caller for caller in line if not caller.urgent]
    return found + _matched(others, _without(staff, found).free, moment)


def nobody_left(caller: Waiting, staff: Staff, figures: Figures = HOUSE) -> bool:
    """Whether nobody at work could (still) take this call, however long the caller waits."""
    if caller.urgent:
        left = [expert for expert in staff.at_work if expert.id not in caller.not_experts]
        return not any(caller.language in expert.languages for expert in left)
    return nobody_can(as_staffed(caller, staff.at_work, figures), staff.at_work, figures)


def _matched(waiting: Sequence[Waiting], free: Sequence[Expert], moment: Moment) -> list[Match]:
    return matches(waiting, free, moment.now, moment.served, moment.figures)[0]


def _somebody(caller: Waiting, staff: Staff, moment: Moment) -> list[Match]:
    """One for whom nobody suitable is free: trained people first, then whoever speaks the language."""
    if caller.priority != "P0":
        patient = caller.waited_s(moment.now) < moment.figures.skill_s * PATIENT
        if patient and not nobody_can(caller, staff.at_work, moment.figures):
            return []
        return _anybody(caller, staff.free)
    lately = moment.lately.get(caller.id, ())
    pools = [[one for one in pool if one.id not in lately] for pool in (staff.free, staff.resting)]
    asked = as_staffed(caller, [*pools[0], *pools[1]], moment.figures)
    trained = (_matched([asked], pool, moment) for pool in pools)
    on_call = [one for one in staff.on_call if one.id not in lately]
    human = (_anybody(caller, pool) for pool in (*pools, on_call))
    return next((found for found in (*trained, *human) if found), [])


def _anybody(caller: Waiting, pool: Sequence[Expert]) -> list[Match]:
    """Any human is better than none: whoever speaks the language, longest free first."""
    urgent = caller.priority == "P0"
    able = [one for one in pool if caller.language in one.languages]
    able = [one for one in able if urgent or one.id not in caller.not_experts]
    able.sort(key=lambda one: (one.id in caller.not_experts, one.supervisor, one.free_since, one.id))
    return [Match(caller.id, one.id, "anybody") for one in able[:1]]


def _without(staff: Staff, found: Sequence[Match]) -> Staff:
    taken = {match.expert_id for match in found}
    pools = (staff.free, staff.resting, staff.on_call)
    free, resting, on_call = ([one for one in pool if one.id not in taken] for pool in pools)
    return Staff(free, staff.at_work, resting, on_call)
