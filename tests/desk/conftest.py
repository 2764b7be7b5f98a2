"""Two browsers for the whole session, and the checks that hold of every test in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.browser import Browser, chromium
from tests.desk.world import DeskWorld, desk_world
from tests.store.databases import database_url, engine, migrated_file, migrated_postgres, sqlite

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]


@pytest.fixture(scope="session")
def first_chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def second_chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(first_chromium: Browser) -> Iterator[Browser]:
    """A clean window in which no page may complain of anything."""
    yield from _clean(first_chromium)


@pytest.fixture
def other_browser(second_chromium: Browser) -> Iterator[Browser]:
    """A colleague's."""
    yield from _clean(second_chromium)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskWorld]:
    """One hotline for the tests of a file."""
    with desk_world(Path(tmp_path_factory.mktemp("desk"))) as made:
        yield made
        assert made.network.violations == []


def _clean(browser: Browser) -> Iterator[Browser]:
    browser.forget()
    browser.look()
    yield browser
    assert browser.faults() == []
