"""One console for each test that asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.hall import ConsoleHall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[ConsoleHall]:
    """On SQLite, tuning the checkout itself: only for pages that write no files."""
    hall = ConsoleHall(tmp_path)
    yield hall
    hall.close()
