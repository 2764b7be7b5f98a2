"""What several parts of the suite share: one running hotline for all whole calls."""

from collections.abc import Iterator

import pytest

from tests.servers import postgres_database
from tests.stack import Stack, running_stack, tuned_files

__all__ = ["postgres_database"]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole hotline on SQLite, started once for the session; what it tunes is a copy."""
    tuned = tuned_files(tmp_path_factory.mktemp("tuned"))
    with running_stack(tmp_path_factory.mktemp("hotline"), TUNING_DIR=str(tuned)) as running:
        yield running
