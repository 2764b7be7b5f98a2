"""Fixtures: an empty, migrated database on each engine the hotline supports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store.database import make_engine
from bot.store.migrate import upgrade

__all__ = ["database_url", "engine", "sqlite"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own with the current schema; the test runs once on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/hotline.db"
    else:
        url = request.getfixturevalue("postgres_database")
    upgrade(url)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Connections to it."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database alone, where the kind of engine makes no difference."""
    url = f"sqlite:///{tmp_path}/hotline.db"
    upgrade(url)
    yield from _opened(url)


def _opened(url: str) -> Iterator[Engine]:
    opened = make_engine(url)
    yield opened
    opened.dispose()
