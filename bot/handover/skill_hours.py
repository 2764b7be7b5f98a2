"""When which skill is staffed. Skills without hours of their own have the experts' general ones. Pure.

Moments are taken and given in the hotline's zone, as the clock gives them. A P0 is always open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.shop.opening_hours import OpeningHours, is_open, next_opening

ALWAYS = "P0"


@dataclass(frozen=True)
class SkillHours:
    """The experts' hours, those of single skills, and who (staff ids) is on call for a P0 at any hour."""

    general: OpeningHours
    by_skill: Mapping[str, OpeningHours] = field(default_factory=dict)
    on_call: tuple[str, ...] = ()

    def hours(self, skill: str) -> OpeningHours:
        """The hours that hold for this skill; for call back windows too."""
        return self.by_skill.get(skill, self.general)

    def open_now(self, skill: str, now: datetime, priority: str = "") -> bool:
        """Whether somebody with this skill is on duty."""
        return priority == ALWAYS or is_open(self.hours(skill), now)

    def next_open(self, skill: str, now: datetime, priority: str = "") -> datetime | None:
        """Now when open, else when the skill is next on duty; None if not within a month."""
        return now if priority == ALWAYS else next_opening(self.hours(skill), now)

    def to_ring(self, supervisors: Sequence[str]) -> tuple[str, ...]:
        """Whom to ring for a P0 nobody at work can take: who is on call, without a list every supervisor."""
        return self.on_call or tuple(supervisors)
