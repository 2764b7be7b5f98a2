"""Reads data/routing.yml: the figures of routing, the hours of single skills, who is on call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.current import Current, present
from bot.errors import SettingsInvalid
from bot.handover.routing_people import Figures
from bot.handover.skill_hours import SkillHours
from bot.handover.waits import ORDER
from bot.shop.knowledge import expert_hours, opening_hours
from bot.shop.opening_hours import OpeningHours

Yaml = Mapping[str, Any]

PLACE = "data/routing.yml"
FILE = Path(__file__).resolve().parents[2] / PLACE


@dataclass(frozen=True)
class RoutingTerms:
    """What the operator decided about routing."""

    figures: Figures
    hours: SkillHours
    # How long a text message may wait, by priority.
    thread_limits: Mapping[str, timedelta]
    # How long somebody on the phone may, until the supervisors see it on top.
    call_limits: Mapping[str, timedelta]


def load_routing(general: OpeningHours, file: Path = FILE) -> RoutingTerms:
    """The file's terms; `general` are the experts' hours. Raises SettingsInvalid saying what is wrong."""
    try:
        return _terms(YAML(typ="safe").load(file.read_text(encoding="utf-8")), general)
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        raise SettingsInvalid([f"{file.name}: {type(error).__name__} {error}"]) from error


def house_routing() -> RoutingTerms:
    """The terms of the operator's own files, each as it holds whenever it is asked."""
    now = current_routing()
    return RoutingTerms(
        figures=present(lambda: now().figures),
        hours=present(lambda: now().hours),
        thread_limits=present(lambda: now().thread_limits),
        call_limits=present(lambda: now().call_limits),
    )


def house_hours() -> SkillHours:
    """The hours of the operator's own files."""
    return house_routing().hours


@cache
def current_routing() -> Current[RoutingTerms]:
    """What watches the file."""
    return Current([PLACE], lambda root: load_routing(expert_hours(), root / PLACE))


def _terms(yaml: Yaml, general: OpeningHours) -> RoutingTerms:
    figures = Figures(
        skill_s=_positive(yaml["skill_seconds"]),
        last_expert_s=_positive(yaml["last_expert_seconds"]),
        starving_s=_positive(yaml["starving_minutes"]) * 60,
        starving_every=int(_positive(yaml["starving_every"])),
        delicate_skills=frozenset(map(str, yaml["delicate_skills"])),
    )
    by_skill = {skill: opening_hours({"id": f"HOURS-{skill}", **row}) for skill, row in yaml["hours"].items()}
    hours = SkillHours(general, by_skill, tuple(map(str, yaml["on_call"])))
    return RoutingTerms(figures, hours, _limits(yaml["thread_minutes"]), _limits(yaml["call_minutes"]))


def _limits(minutes: Yaml) -> dict[str, timedelta]:
    return {band: timedelta(minutes=_positive(minutes[band])) for band in ORDER}


def _positive(figure: float) -> float:
    if not figure > 0:
        raise ValueError(f"{figure} is not more than nothing")
    return figure
