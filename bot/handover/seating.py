"""Gives callers, one after the other, a free expert each, so that none is wasted. Pure.

Taking the best expert for each caller in turn would send the only English-speaking one to a German caller
while the English caller behind goes without. So a caller already seated moves over to another expert when
that helps a later one, but only to one who suits no worse: nobody loses their expert or their skill by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.handover.routing_people import Expert, Waiting
from bot.handover.suitability import Fit, Rate


@dataclass
class Seating:
    """The free experts, and who has got which of them so far."""

    experts: Sequence[Expert]
    rate: Rate
    _callers: dict[str, Waiting] = field(default_factory=dict)
    _seats: dict[str, Fit] = field(default_factory=dict)
    _holders: dict[str, str] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether every expert is taken."""
        return len(self._holders) == len(self.experts)

    @property
    def taken(self) -> list[tuple[Waiting, Fit]]:
        """Every caller who got an expert, in the order of their coming."""
        return [(caller, self._seats[caller.id]) for caller in self._callers.values()]

    def seat(self, caller: Waiting) -> bool:
        """Find an expert for the caller; False when none is left who may take the call."""
        if not self._place(caller, self._fits(caller), set()):
            return False
        self._callers[caller.id] = caller
        return True

    def _place(self, caller: Waiting, fits: Sequence[Fit], tried: set[str]) -> bool:
        for fit in fits:
            if fit.expert_id not in tried:
                tried.add(fit.expert_id)
                if self._vacate(fit.expert_id, tried):
                    self._seats[caller.id] = fit
                    self._holders[fit.expert_id] = caller.id
                    return True
        return False

    def _vacate(self, expert_id: str, tried: set[str]) -> bool:
        """Whether the expert is free, or freed by their caller's moving over."""
        if expert_id not in self._holders:
            return True
        holder = self._callers[self._holders[expert_id]]
        worst = self._seats[holder.id].tier
        return self._place(holder, [fit for fit in self._fits(holder) if fit.tier <= worst], tried)

    def _fits(self, caller: Waiting) -> list[Fit]:
        """Best first; between equals a free expert, so that nobody is moved without need."""
        rated = (self.rate(caller, expert) for expert in self.experts)
        found = [fit for fit in rated if fit]
        return sorted(found, key=lambda fit: (fit.tier, fit.expert_id in self._holders, fit.taste))
