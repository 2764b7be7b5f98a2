"""Every skill a case can ask for, gathered from where cases get theirs."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import TuningInvalid
from bot.handover.priority import SKILLS, SKILLS_BY_REASON, skill
from bot.handover.routing_people import CARE, SUPERVISOR

DATA = Path(__file__).resolve().parents[2] / "data"
# Any trained human, whatever the case is about.
ANY = "any"


def known_skills(data: Path = DATA) -> frozenset[str]:
    """All skills by name; raises TuningInvalid when a file that names some cannot be read."""
    flags = _read(data / "delicate.yml")["flags"]
    routing = _read(data / "routing.yml")
    delicate = {str(flag["skill"]) for flag in flags.values()}
    routed = {*map(str, routing["delicate_skills"]), *map(str, routing["hours"])}
    ordinary = {*SKILLS.values(), *SKILLS_BY_REASON.values(), skill("")}
    return frozenset({ANY, CARE, SUPERVISOR} | delicate | routed | ordinary)


def _read(file: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    except (OSError, YAMLError) as error:
        raise TuningInvalid(f"{file.name} cannot be read: {error}") from error
    return loaded
