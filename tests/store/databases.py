"""Fixtures: an empty, migrated database on each engine, copied because migrating is slow."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from bot.store.database import make_engine
from bot.store.migrate import upgrade
from tests.servers import execute, postgres_url

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema and nothing in it."""
    file = tmp_path_factory.mktemp("migrated") / "hotline.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    """The name of such a database on PostgreSQL."""
    name = f"migrated_{uuid4().hex}"
    execute(postgres_url(), f"CREATE DATABASE {name}")
    upgrade(_address(name))
    yield name
    execute(postgres_url(), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with the current schema; the test runs once on each engine."""
    if request.param == "sqlite":
        yield _copied(request.getfixturevalue("migrated_file"), tmp_path)
        return
    name = f"test_{uuid4().hex}"
    execute(postgres_url(), f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_postgres')}")
    yield _address(name)
    execute(postgres_url(), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Connections to it."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database alone, where the kind of engine makes no difference."""
    yield from _opened(_copied(migrated_file, tmp_path))


def _copied(file: Path, folder: Path) -> str:
    shutil.copy(file, folder / "hotline.db")
    return f"sqlite:///{folder}/hotline.db"


def _address(name: str) -> str:
    return make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)


def _opened(url: str) -> Iterator[Engine]:
    opened = make_engine(url)
    yield opened
    opened.dispose()
