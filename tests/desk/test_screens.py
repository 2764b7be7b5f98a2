"""Nothing is cut off, sticks out or lies upon something else: every page, both screens, both languages."""

from collections.abc import Iterator

import pytest

from tests.desk.browser import SIZES, Browser
from tests.desk.every_page import PAGES, Visits
from tests.desk.measured import clipped, overlapping, too_wide
from tests.desk.morning import morning
from tests.desk.world import DeskWorld

LANGUAGES = ("de", "en")


@pytest.fixture(scope="module")
def visits(first_chromium: Browser, world: DeskWorld) -> Iterator[Visits]:
    """A browser that stays open from page to page."""
    first_chromium.forget()
    yield Visits(first_chromium, morning(world))
    first_chromium.forget()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_everything_can_be_read(visits: Visits, world: DeskWorld, page: str, language: str) -> None:
    world.interface(language=language)
    browser, found = visits.open(page), {}
    for size in SIZES:
        browser.look(size)
        found[size] = [*too_wide(browser), *clipped(browser), *overlapping(browser)]
    assert {size: faults for size, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", PAGES)
def test_everything_fits_on_narrow_screens(visits: Visits, page: str) -> None:
    browser = visits.open(page)
    browser.narrow()
    assert too_wide(browser) == []
    # Between laptop and phone the menu has least room.
    browser.resize(900, 800)
    assert too_wide(browser) == []
