"""Callers and experts for routing tests: what is not named is ordinary."""

from datetime import datetime, timedelta
from typing import Any

from bot.handover.routing import Expert, Figures, Served, Waiting, matches
from tests.shop.builders import BERLIN

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=BERLIN)
FIGURES = Figures(delicate_skills=frozenset({"care_estate", "safe_contact", "billing_care"}))


def caller(id: str = "anna", waited: float = 0, **facts: Any) -> Waiting:
    """A caller with an ordinary wish who has waited so many seconds."""
    usual: dict[str, Any] = {"priority": "P3", "skill": "", "language": "de"}
    return Waiting(id=id, entered_at=NOW - timedelta(seconds=waited), **usual | facts)


def expert(id: str = "eva", skills: str = "", idle: float = 0, **facts: Any) -> Expert:
    """A free expert; `skills` and `opted_in` are words, the latter the same unless said."""
    named = frozenset(skills.split())
    chosen = frozenset(facts.pop("opted_in", skills).split())
    spoken = frozenset(facts.pop("languages", "de").split())
    usual: dict[str, Any] = {"level": 1, "site": "berlin"}
    since = NOW - timedelta(seconds=idle)
    return Expert(id=id, skills=named, languages=spoken, free_since=since, opted_in=chosen, **usual | facts)


def rung(*people: Waiting | Expert, served: int = 0) -> dict[str, str]:
    """Which expert is rung for which caller."""
    callers = [one for one in people if isinstance(one, Waiting)]
    experts = [one for one in people if isinstance(one, Expert)]
    found, _ = matches(callers, experts, NOW, Served(served), FIGURES)
    return {match.waiting_id: match.expert_id for match in found}


def why(*people: Waiting | Expert) -> list[str]:
    """Why, for every caller an expert is rung for."""
    callers = [one for one in people if isinstance(one, Waiting)]
    experts = [one for one in people if isinstance(one, Expert)]
    return [match.why for match in matches(callers, experts, NOW, Served(), FIGURES)[0]]
