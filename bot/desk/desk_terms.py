"""Reads data/desk.yml: what partners' people see of a case, and which cases are sensitive."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import SettingsInvalid
from bot.staff.known_skills import known_skills
from bot.understanding.delicate.flags import CODES

Yaml = Mapping[str, Any]

FILE = Path(__file__).resolve().parents[2] / "data" / "desk.yml"
FIELDS = ("name", "phone", "email", "address", "words", "orders", "bills", "history", "notes", "attachments")
# For a case that asks for a skill the person does not have.
OTHER = "other"


@dataclass(frozen=True)
class DeskTerms:
    """What the operator decided about who sees what."""

    own_sites: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    sensitive_flags: frozenset[str]
    sensitive_reasons: frozenset[str]

    def fields_of(self, skill: str) -> frozenset[str]:
        """What a partner's person sees of a case they take with this skill."""
        return self.fields.get(skill, self.fields[OTHER])


@cache
def load_desk_terms(file: Path = FILE) -> DeskTerms:
    """The file's terms, read once a process; raises SettingsInvalid saying what is wrong."""
    try:
        return _terms(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    except (OSError, YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsInvalid([f"{file.name}: {type(error).__name__} {error}"]) from error


def _terms(yaml: Yaml) -> DeskTerms:
    fields = {str(skill): _known(row, FIELDS, f"fields.{skill}") for skill, row in yaml["fields"].items()}
    if missing := ({OTHER} | known_skills()) - fields.keys():
        raise ValueError(f"fields: nothing is said about {', '.join(sorted(missing))}")
    if unknown := fields.keys() - known_skills() - {OTHER}:
        raise ValueError(f"fields: no case asks for {', '.join(sorted(unknown))}")
    return DeskTerms(
        own_sites=frozenset(map(str, _some(yaml["own_sites"]))),
        fields=fields,
        sensitive_flags=_known(yaml["sensitive"]["flags"], CODES, "sensitive.flags"),
        sensitive_reasons=frozenset(map(str, yaml["sensitive"]["reasons"])),
    )


def _known(names: list[str], all_names: tuple[str, ...], where: str) -> frozenset[str]:
    if unknown := set(names) - set(all_names):
        raise ValueError(f"{where}: there is no {', '.join(sorted(unknown))}")
    return frozenset(names)


def _some(names: list[str]) -> list[str]:
    if not names:
        raise ValueError("own_sites: at least one")
    return names
