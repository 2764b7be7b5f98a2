"""Versions to switch between, with a promote gate and a loader that do as they are told."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.errors import ModelUnavailable
from bot.staff.audit import Audit
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.switching import Means, Reasons, Switching
from bot.tuning.versions import Serving, Version, Versions
from tests.builders import NOW

RELEASE = "the-release"


@dataclass
class ToldGate:
    """Refuses whom it is told to refuse."""

    refused: dict[int, Reasons] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)

    def may(self, candidate: Version, live: Version) -> Reasons:
        """As told."""
        self.asked.append((candidate.id, live.id))
        return self.refused.get(candidate.id, [])


class ModelHall:
    """Three versions, the first of which is live."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/hotline.db"
        upgrade(url)
        self.engine: Engine = make_engine(url)
        self.clock = FixedClock(NOW)
        self.versions = Versions(self.engine, self.clock)
        self.gate, self.broken, self.warmed = ToldGate(), set[int](), list[int]()
        means = Means(self.gate, self._warm, Audit(self.engine).note, lambda: RELEASE)
        self.switching = Switching(self.versions, self.clock, means)
        self.one, self.two, self.three = (self.add(name) for name in ("one", "two", "three"))
        self.versions.switch("started", self.one)

    def add(self, name: str, **made_from: Any) -> int:
        """One more."""
        return self.versions.add(name, f"gate-{name}", None, made_from)

    @property
    def serving(self) -> Serving:
        """What answers now."""
        serving = self.versions.now()
        assert serving
        return serving

    def _warm(self, version: Version) -> None:
        if version.id in self.broken:
            raise ModelUnavailable("told")
        self.warmed.append(version.id)
