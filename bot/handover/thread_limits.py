"""How long a text message has waited while somebody should have answered it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handover.skill_hours import ALWAYS, SkillHours
from bot.shop.opening_hours import spans_from


@dataclass(frozen=True)
class ThreadLimits:
    """The operator's limits by priority, and when which skill is staffed."""

    limits: Mapping[str, timedelta]
    hours: SkillHours

    def overdue(self, priority: str, skill: str, since: datetime, now: datetime) -> bool:
        """Whether a thread that has waited since then has waited too long; `now` in the hotline's zone."""
        limit = self.limits[priority]
        if now - since < limit:
            return False
        return priority == ALWAYS or staffed(self.hours, skill, since, now) >= limit


def staffed(hours: SkillHours, skill: str, since: datetime, now: datetime) -> timedelta:
    """The part of the time since then in which the skill was on duty."""
    start = since.astimezone(now.tzinfo)
    spans = spans_from(hours.hours(skill), start)
    parts = (min(end, now) - max(begin, start) for begin, end in spans if begin < now)
    return sum(parts, timedelta())
