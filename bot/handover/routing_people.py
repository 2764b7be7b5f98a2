"""Who waits and who could answer, as routing sees them; and the figures it goes by."""

from dataclasses import dataclass
from datetime import datetime

URGENT = frozenset({"P0", "P1"})
# Experts with this skill are trained for delicate calls of every kind; supervisors are by their role.
CARE = "care"
SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Figures:
    """What an operator tunes (`data/routing.yml`); seconds."""

    skill_s: float = 60
    last_expert_s: float = 30
    starving_s: float = 600
    starving_every: int = 4
    delicate_skills: frozenset[str] = frozenset()


HOUSE = Figures()


@dataclass(frozen=True)
class Waiting:
    """A caller who waits for an expert; priority "P0" to "P3".

    `skill` "" asks for none; `first` is for callers who were with an expert already; `level` 1 to 3 is the
    least an expert needs; `delicate` says a flag was seen; `site` is where the case belongs, "" if nowhere.
    """

    id: str
    priority: str
    skill: str
    language: str
    entered_at: datetime
    first: bool = False
    last_expert: str | None = None
    not_experts: frozenset[str] = frozenset()
    heavy: bool = False
    level: int = 1
    delicate: bool = False
    site: str = ""

    @property
    def urgent(self) -> bool:
        """P0 and P1: minutes matter."""
        return self.priority in URGENT

    @property
    def weighs(self) -> bool:
        """Whether whoever takes this call needs a rest, or at least something lighter, afterwards."""
        return self.heavy or self.urgent

    def waited_s(self, now: datetime) -> float:
        """Seconds since they came; right also in the night the clocks change."""
        return now.timestamp() - self.entered_at.timestamp()

    def sensitive(self, figures: Figures) -> bool:
        """Whether only experts who chose such calls may take it."""
        return self.urgent or self.delicate or self.skill in figures.delicate_skills


@dataclass(frozen=True)
class Expert:
    """An expert who is free (or, where said so, at work); level 1 to 3.

    `opted_in` are those of their skills in which they chose to take delicate and urgent calls as well.
    """

    id: str
    skills: frozenset[str]
    languages: frozenset[str]
    level: int
    site: str
    free_since: datetime
    heavy_last: bool = False
    supervisor: bool = False
    opted_in: frozenset[str] = frozenset()

    @property
    def trained(self) -> bool:
        """Whether they may take any delicate call when nobody with its own skill is there."""
        return self.supervisor or self.chose(CARE)

    def has(self, skill: str) -> bool:
        """Whether they can do ordinary work of this kind; everybody can do what asks for no skill."""
        return not skill or skill in self.skills or (skill == SUPERVISOR and self.supervisor)

    def chose(self, skill: str) -> bool:
        """Whether they take delicate and urgent calls of this kind."""
        if skill == SUPERVISOR and self.supervisor:
            return True
        return skill in self.skills and skill in self.opted_in
