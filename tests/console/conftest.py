"""One console for each test that asks for it, and one browser for all who look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.hall import ConsoleHall
from tests.desk.browser import Browser, chromium


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[ConsoleHall]:
    """On SQLite, tuning the checkout itself: only for pages that write no files."""
    hall = ConsoleHall(tmp_path)
    yield hall
    hall.close()


@pytest.fixture(scope="session")
def first_chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser
