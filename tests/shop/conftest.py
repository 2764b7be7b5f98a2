"""The demo shop on both engines, and a moment at which it was opened."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.shop.demo import seed_if_empty
from bot.shop.sql_shop import SqlShop
from bot.store.database import Base, make_engine
from tests.servers import execute, postgres_database, postgres_url

__all__ = ["postgres_database"]

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A shop without anything; what is tested with it is tested on both databases."""
    yield from opened(_url(request, tmp_path))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The demo shop, seeded this Monday morning; copied, because seeding takes longer than most tests."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("seeded_file"), tmp_path / "hotline.db")
        yield from opened(f"sqlite:///{tmp_path}/hotline.db")
    else:
        yield from _copied(request.getfixturevalue("seeded_postgres"))


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def lasting_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The demo shop for tests that only read."""
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{request.getfixturevalue('seeded_file')}")
    else:
        yield from _copied(request.getfixturevalue("seeded_postgres"))


@pytest.fixture
def shop(engine: Engine) -> SqlShop:
    """The demo shop behind its port."""
    return SqlShop(engine, BERLIN)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo shop."""
    path = tmp_path_factory.mktemp("demo") / "seeded.db"
    seed(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def seeded_postgres() -> Iterator[str]:
    """The URL of a PostgreSQL database with the demo shop, which nobody may stay connected to."""
    name = f"seeded_{uuid4().hex}"
    execute(postgres_url(), f"CREATE DATABASE {name}")
    seed(sibling(name))
    yield sibling(name)
    execute(postgres_url(), f"DROP DATABASE {name} WITH (FORCE)")


def seed(url: str) -> None:
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    seed_if_empty(engine, FixedClock(NOW))
    engine.dispose()


def opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def sibling(name: str) -> str:
    """The URL of another database on the test server."""
    before, _, query = postgres_url().partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hotline.db"
    url: str = request.getfixturevalue("postgres_database")
    return url


def _copied(template: str) -> Iterator[Engine]:
    name = f"copy_{uuid4().hex}"
    execute(
        postgres_url(), f"CREATE DATABASE {name} TEMPLATE {template.partition('?')[0].rpartition('/')[2]}"
    )
    yield from opened(sibling(name))
    execute(postgres_url(), f"DROP DATABASE {name} WITH (FORCE)")
