"""What every page of the console may be built on."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import Clock
from bot.conversation.turn import Services
from bot.settings import Settings
from bot.staff.audit import Audit
from bot.tuning.data_files import DataFiles
from bot.tuning.git_repository import GitRepository
from bot.tuning.meanings import LazyMeanings
from bot.wiring_ground import Ground
from bot.wiring_models import ModelSide


@dataclass(frozen=True)
class ConsoleHouse:
    """The running hotline as the console sees it; `root` is the checkout whose files are tuned."""

    engine: Engine
    clock: Clock
    settings: Settings
    root: Path
    audit: Audit
    ground: Ground
    services: Services
    models: ModelSide
    meanings: LazyMeanings = field(default_factory=LazyMeanings)

    @property
    def files(self) -> DataFiles:
        """The checkout's files, the one way by which they are changed."""
        return DataFiles(self.root, self.engine, self.clock, GitRepository(self.root))
