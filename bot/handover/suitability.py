"""Whether an expert may take a caller's call at this moment, why, and how well they suit. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.handover.routing_people import CARE, Expert, Figures, Waiting

LIGHT, HARD = 1, 3


@dataclass(frozen=True)
class Fit:
    """How an expert suits a caller; the lower, the better.

    `why`: "last_expert", "skill", "trained" (delicate, its own skill is not free), "level" (ordinary, its own
    skill is not free) or "supervisor" (overflow). `tier` may not get worse for the sake of a later caller,
    `taste` decides between equals.
    """

    expert_id: str
    why: str
    tier: tuple[bool, ...]
    taste: tuple[float | str, ...]


Rate = Callable[[Waiting, Expert], Fit | None]


def rating(now: datetime, figures: Figures) -> Rate:
    """The rules as they stand at this moment; None for an expert who may not take the call."""

    def rate(caller: Waiting, expert: Expert) -> Fit | None:
        why = _why(caller, expert, caller.waited_s(now), figures)
        return _fit(caller, expert, why, caller.waited_s(now) < figures.last_expert_s) if why else None

    return rate


def holds(caller: Waiting, expert: Expert, figures: Figures) -> bool:
    """Whether the expert brings the very skill, language and level the case asks for."""
    if caller.language not in expert.languages or expert.level < caller.level:
        return False
    return expert.chose(caller.skill) if caller.sensitive(figures) else expert.has(caller.skill)


def _why(caller: Waiting, expert: Expert, waited_s: float, figures: Figures) -> str | None:
    if not _allowed(caller, expert):
        return None
    if holds(caller, expert, figures):
        return "skill"
    softened = waited_s >= figures.skill_s
    if caller.sensitive(figures):
        return _delicate(caller, expert, softened)
    return _ordinary(caller, expert, softened)


def _allowed(caller: Waiting, expert: Expert) -> bool:
    """What no waiting softens. In a P0 whoever did not answer is asked again rather than nobody."""
    if expert.id in caller.not_experts and caller.priority != "P0":
        return False
    return caller.language in expert.languages and not (caller.level == HARD and expert.level == LIGHT)


def _delicate(caller: Waiting, expert: Expert, softened: bool) -> str | None:
    # A crisis asks for any trained human, so a supervisor is as good as an expert for care, and at once.
    anybody_trained = not caller.skill or (caller.priority == "P0" and caller.skill == CARE)
    if expert.trained and (anybody_trained or (caller.urgent and softened)):
        return "trained"
    return "supervisor" if expert.supervisor and softened else None


def _ordinary(caller: Waiting, expert: Expert, softened: bool) -> str | None:
    if not softened:
        return None
    if expert.supervisor:
        return "supervisor"
    return "level" if expert.level >= caller.level else None


def _fit(caller: Waiting, expert: Expert, why: str, early: bool) -> Fit:
    known = expert.id == caller.last_expert and (early or caller.first)
    tier = (
        expert.id in caller.not_experts,
        caller.weighs and expert.heavy_last,
        not known,
        why not in ("skill", "last_expert"),
    )
    taste = (
        expert.supervisor,
        caller.site not in ("", expert.site),
        abs(expert.level - caller.level),
        # After a heavy case something light is due, and the rested stay free for the next heavy one.
        not caller.weighs and not expert.heavy_last,
        expert.free_since.timestamp(),
        expert.id,
    )
    return Fit(expert.id, "last_expert" if known else why, tier, taste)
