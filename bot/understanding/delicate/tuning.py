"""What ops tune of the gate: `data/delicate.yml` and the cues beside it, checked when they are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.current import Current, present, tuned_root
from bot.errors import TuningInvalid
from bot.understanding.delicate.cues import Cues
from bot.understanding.delicate.examples import LANGUAGES
from bot.understanding.delicate.flags import CODES, LEVELS, Level
from bot.understanding.delicate.limits import Limits, check_bounds, limits_of

PLACE = "data/delicate.yml"
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
    """All of it: the situations as they are whenever one is asked for, the cues as they were at the start."""

    situations: Mapping[str, Situation]
    cues: Cues

    @property
    def limits(self) -> Mapping[str, Limits]:
        """By flag, each as it holds when it is asked for."""
        return _LimitsNow(self.situations)


class _LimitsNow(Mapping[str, Limits]):
    """Keeps no limit itself, so that a gate in use goes by what ops have written since."""

    def __init__(self, situations: Mapping[str, Situation]) -> None:
        self._situations = situations

    def __getitem__(self, code: str) -> Limits:
        return self._situations[code].limits

    def __iter__(self) -> Iterator[str]:
        return iter(self._situations)

    def __len__(self) -> int:
        return len(self._situations)


def read_tuning(root: Path | None = None) -> Tuning:
    """Of the files in use, or below `root`; takes seconds once. Raises TuningInvalid saying what is wrong."""
    now = current_situations(root)
    now()
    return Tuning(present(now), _all_cues(root or tuned_root()))


@cache
def current_situations(root: Path | None = None) -> Current[Mapping[str, Situation]]:
    """What watches the file."""
    return Current([PLACE], lambda below: read_situations(below / PLACE), root)


def read_situations(file: Path) -> Mapping[str, Situation]:
    """As written there; raises TuningInvalid."""
    loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    if set(loaded["flags"]) != set(CODES):
        wrong = ", ".join(sorted(set(loaded["flags"]) ^ set(CODES)))
        raise TuningInvalid(f"{file.name}: flags are missing or unknown: {wrong}")
    usual = loaded["limits"]
    return {code: _situation(code, entry, usual, file.name) for code, entry in loaded["flags"].items()}


@cache
def _all_cues(root: Path) -> Cues:
    """Their patterns take seconds to make: once a process."""
    return Cues.of({language: _cues(root / PLACE, language) for language in LANGUAGES})


def _cues(file: Path, language: str) -> Mapping[str, Any]:
    beside = file.parent / file.stem / f"cues.{language}.yml"
    loaded: Mapping[str, Any] = YAML(typ="safe").load(beside.read_text("utf-8"))
    return loaded


def _situation(code: str, entry: Mapping[str, Any], usual: Mapping[str, Any], where: str) -> Situation:
    priorities = entry["priority"]
    if entry["hint"] not in ON_HINT or "clear" not in priorities or not set(priorities) <= set(LEVELS):
        raise TuningInvalid(f"{where}: {code} needs hint: {' or '.join(ON_HINT)}, and a priority for clear")
    limits = limits_of(usual, entry.get("limits", {}), f"{where}: {code}")
    check_bounds(code, limits, f"{where}: {code}")
    return Situation(code, entry["skill"], entry["hint"], priorities, limits)
