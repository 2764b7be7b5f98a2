"""Migrated databases with the demo shop in them, made once a session: seeding takes longer than a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.shop.demo import seed_if_empty
from bot.store.database import make_engine
from tests.desk.order_office import OrderOffice
from tests.handover.hall import MovingClock

__all__ = ["both", "office", "seeded_shop"]


@pytest.fixture(scope="session")
def seeded_shop(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and the demo shop."""
    file = tmp_path_factory.mktemp("orders") / "hotline.db"
    shutil.copy(migrated_file, file)
    made = make_engine(f"sqlite:///{file}")
    seed_if_empty(made, MovingClock())
    made.dispose()
    return file


@pytest.fixture
def office(seeded_shop: Path, tmp_path: Path) -> Iterator[OrderOffice]:
    """On SQLite alone."""
    shutil.copy(seeded_shop, tmp_path / "hotline.db")
    made = make_engine(f"sqlite:///{tmp_path}/hotline.db")
    yield OrderOffice(made)
    made.dispose()


@pytest.fixture
def both(engine: Engine) -> OrderOffice:
    """On each engine, for what happens at the same moment."""
    return OrderOffice(engine)
