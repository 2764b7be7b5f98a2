"""What several parts of the suite share: one running hotline for all whole calls."""

from collections.abc import Iterator

import pytest

from tests.servers import postgres_database
from tests.stack import Stack, running_stack

__all__ = ["postgres_database"]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole hotline on SQLite, started once for the session."""
    with running_stack(tmp_path_factory.mktemp("hotline")) as running:
        yield running
