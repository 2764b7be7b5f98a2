"""Whether somebody may take a waiting case of their own accord at this moment, and if not, why. Pure.

The same rules as for being rung: nobody takes by click what would never ring at their phone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.handover.choosing import PATIENT
from bot.handover.routing_people import Expert, Figures, Waiting
from bot.handover.suitability import HARD, LIGHT, rating

# Another language; work of a higher level; they have passed it on or declined it; a skill they do not have;
# a skill they do not have, which will not be insisted on for long; their telephone does not ring.
Reason = Literal["language", "level", "declined", "skill", "not_yet", "no_phone"]


@dataclass(frozen=True)
class Suit:
    """`why` as in suitability.Fit, or "anybody"; else `because`. After `seconds` of waiting it will suit."""

    why: str | None = None
    because: Reason | None = None
    seconds: float | None = None

    @property
    def suits(self) -> bool:
        """Whether they may take it now."""
        return self.why is not None


Suits = Callable[[Waiting, Expert], Suit]


def suiting(now: datetime, figures: Figures) -> Suits:
    """The rules as they stand at this moment; callers as `routing.as_staffed` has them."""

    def suits(caller: Waiting, expert: Expert) -> Suit:
        return _suit(caller, expert, caller.waited_s(now), figures)

    return suits


def _suit(caller: Waiting, expert: Expert, waited_s: float, figures: Figures) -> Suit:
    fit = rating(_after(caller, waited_s), figures)(caller, expert)
    if fit is not None:
        return Suit(fit.why)
    if caller.language not in expert.languages:
        return Suit(because="language")
    if caller.priority == "P0":
        return Suit("anybody")
    if caller.level == HARD and expert.level == LIGHT:
        return Suit(because="level")
    if expert.id in caller.not_experts:
        return Suit(because="declined")
    return _by_skill(caller, expert, waited_s, figures)


def _by_skill(caller: Waiting, expert: Expert, waited_s: float, figures: Figures) -> Suit:
    """A skill is insisted on for a while; in a P1 somebody untrained is then better than nobody."""
    anybody_s = figures.skill_s * PATIENT
    if caller.priority == "P1" and waited_s >= anybody_s:
        return Suit("anybody")
    if rating(_after(caller, figures.skill_s), figures)(caller, expert) is not None:
        return Suit(because="not_yet", seconds=figures.skill_s)
    if caller.priority == "P1":
        return Suit(because="not_yet", seconds=anybody_s)
    return Suit(because="skill")


def _after(caller: Waiting, waited_s: float) -> datetime:
    return caller.entered_at + timedelta(seconds=waited_s)
