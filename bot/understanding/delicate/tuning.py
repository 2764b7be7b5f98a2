"""What ops tune of the gate: `data/delicate.yml` and the cues beside it, checked when they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.understanding.delicate.cues import Cues
from bot.understanding.delicate.examples import LANGUAGES
from bot.understanding.delicate.flags import CODES, LEVELS, Level
from bot.understanding.delicate.limits import Limits, limits_of

FILE = Path(__file__).resolve().parents[3] / "data" / "delicate.yml"
ON_HINT = ("check", "ease")


@dataclass(frozen=True)
class Situation:
    """What one flag leads to: who takes it, how soon by level, and what a mere hint does."""

    code: str
    skill: str
    on_hint: str
    priorities: Mapping[str, str]
    limits: Limits

    def priority(self, level: Level) -> str:
        """P0 to P3."""
        return self.priorities.get(level, self.priorities["clear"])


@dataclass(frozen=True)
class Tuning:
    """All of it."""

    situations: Mapping[str, Situation]
    cues: Cues


@cache
def read_tuning(file: Path = FILE) -> Tuning:
    """Read once by a process, which takes seconds; raises TuningInvalid saying what is wrong."""
    loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    if set(loaded["flags"]) != set(CODES):
        wrong = ", ".join(sorted(set(loaded["flags"]) ^ set(CODES)))
        raise TuningInvalid(f"{file.name}: flags are missing or unknown: {wrong}")
    usual = loaded["limits"]
    situations = {code: _situation(code, entry, usual, file.name) for code, entry in loaded["flags"].items()}
    return Tuning(situations, Cues.of({language: _cues(file, language) for language in LANGUAGES}))


def _cues(file: Path, language: str) -> Mapping[str, Any]:
    beside = file.parent / file.stem / f"cues.{language}.yml"
    loaded: Mapping[str, Any] = YAML(typ="safe").load(beside.read_text("utf-8"))
    return loaded


def _situation(code: str, entry: Mapping[str, Any], usual: Mapping[str, Any], where: str) -> Situation:
    priorities = entry["priority"]
    if entry["hint"] not in ON_HINT or "clear" not in priorities or not set(priorities) <= set(LEVELS):
        raise TuningInvalid(f"{where}: {code} needs hint: {' or '.join(ON_HINT)}, and a priority for clear")
    limits = limits_of(usual, entry.get("limits", {}), f"{where}: {code}")
    return Situation(code, entry["skill"], entry["hint"], priorities, limits)
