"""What a text message thread is told while nobody can answer it; once per closed stretch. Pure.

Nobody in a P0 is told that nobody comes: their case is rung for at every hour.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.handover.skill_hours import ALWAYS, SkillHours


@dataclass(frozen=True)
class Away:
    """`mark` names the stretch; `opens` is None when the hours would have somebody here."""

    mark: str
    opens: datetime | None

    @property
    def phrase(self) -> tuple[str, dict[str, Any]]:
        """The phrase that says so, and its values."""
        if self.opens is None:
            return "thread_alone", {}
        return "thread_closed", {"day": self.opens.date().isoformat(), "time": f"{self.opens:%H:%M}"}


def away(asked: tuple[str, str], hours: SkillHours, here: bool, now: datetime) -> Away | None:
    """For a thread that asks for (skill, priority); `here` says whether anybody at work could take it.

    None while it can be answered. `now` is in the hotline's zone.
    """
    skill, priority = asked
    if priority == ALWAYS:
        return None
    opens = hours.next_open(skill, now, priority)
    if opens is not None and opens > now:
        return Away(f"away:{opens:%Y-%m-%dT%H:%M}", opens)
    return None if here and opens is not None else Away(f"away:{now:%Y-%m-%d}", None)


def told(news: str | None, away: Away) -> bool:
    """Whether the thread has heard of this stretch, as its wait's `news` has it."""
    return news is not None and news.partition("#")[0] == away.mark
