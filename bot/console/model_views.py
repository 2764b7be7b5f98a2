"""The versions as their page shows them: what serves, what each is made from, who switched when and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.tuning.canary_numbers import CanaryNumbers
from bot.tuning.canary_verdict import MEASURES, NEEDED, Tally, evidence
from bot.tuning.switching import Reasons, Switching
from bot.tuning.versions import Serving, Switch, Version, Versions

Name = Callable[[str], str | None]


@dataclass(frozen=True)
class VersionLine:
    """One version; `role`: live, canary, before (what a rollback returns to), or nothing."""

    version: Version
    role: str
    maker: str | None
    there: bool

    @property
    def sentences(self) -> tuple[int, int] | None:
        """German and English it was taught; None where nobody wrote it down."""
        counted = self.version.made_from.get("sentences")
        return (counted["de"], counted["en"]) if counted else None


@dataclass(frozen=True)
class SwitchLine:
    """One entry of the history; `who` is None for the hotline itself and the terminal."""

    switch: Switch
    who: str | None
    live: Version
    canary: Version | None


@dataclass(frozen=True)
class CanaryLine:
    """How the canary does; by measure: how much speaks against it, in percent of what is needed."""

    canary: Tally
    live: Tally
    against: dict[str, int]


@dataclass(frozen=True)
class Board:
    """All of the page."""

    serving: Serving
    before: Version | None
    lines: list[VersionLine]
    canary: CanaryLine | None
    history: list[SwitchLine]


class ModelViews:
    """`name_of` gives the name of a member of staff; `models` is the folder of the files."""

    def __init__(self, versions: Versions, numbers: CanaryNumbers, models: Path, name_of: Name) -> None:
        self._versions = versions
        self._numbers = numbers
        self._models = models
        self._name_of = name_of

    def board(self, last: int) -> Board | None:
        """What is there now, with the newest `last` switches; None before the first start."""
        serving = self._versions.now()
        if serving is None:
            return None
        before = self._versions.before()
        lines = [self._line(version, serving, before) for version in self._versions.all()]
        history = self._versions.history()[:last]
        return Board(serving, before, lines, self._canary(serving), self._history(history))

    def line(self, version_id: int) -> VersionLine:
        """One version; raises NotThere."""
        version = self._versions.one(version_id)
        return self._line(version, self._versions.now(), self._versions.before())

    def history_of(self, version_id: int) -> list[SwitchLine]:
        """The switches this version has a part in."""
        mine = [one for one in self._versions.history() if version_id in (one.live_id, one.canary_id)]
        return self._history(mine)

    def _line(self, version: Version, serving: Serving | None, before: Version | None) -> VersionLine:
        roles = {before: "before"}
        if serving:
            roles |= {serving.canary: "canary", serving.live: "live"}
        files = (f"{version.rasa_model}.tar.gz", f"{version.gate_model}.npz")
        there = all((self._models / name).exists() for name in files)
        maker = self._name_of(version.made_by) if version.made_by else None
        return VersionLine(version, roles.get(version, ""), maker, there)

    def _canary(self, serving: Serving) -> CanaryLine | None:
        if serving.canary is None:
            return None
        stretches = self._numbers.stretches(serving)
        canary = sum((stretch.canary for stretch in stretches), Tally())
        live = sum((stretch.live for stretch in stretches), Tally())
        against = {name: min(100, round(100 * evidence(stretches, name) / NEEDED)) for name in MEASURES}
        return CanaryLine(canary, live, against)

    def _history(self, switches: Sequence[Switch]) -> list[SwitchLine]:
        one = self._versions.one
        return [
            SwitchLine(
                switch,
                self._name_of(switch.staff_id) if switch.staff_id else None,
                one(switch.live_id),
                one(switch.canary_id) if switch.canary_id else None,
            )
            for switch in switches
        ]


def verdict(switching: Switching, line: VersionLine) -> Reasons | None:
    """What the promote gate says of it; None for what serves already."""
    return None if line.role == "live" else switching.why_not(line.version)


def known_of(version: Version) -> dict[str, Any]:
    """What it was made from, as far as it is of use to read."""
    made_from = version.made_from
    names = ("commit", "uncommitted", "sentences", "job")
    return {name: made_from[name] for name in names if made_from.get(name) is not None}
