"""axe finds nothing serious or critical against WCAG 2.2 AA on any page, in both themes, on both screens."""

from collections.abc import Iterator

import pytest

from tests.desk.browser import SIZES, THEMES, Browser
from tests.desk.every_page import PAGES, Visits
from tests.desk.measured import grave
from tests.desk.morning import morning
from tests.desk.world import DeskWorld


@pytest.fixture(scope="module")
def visits(first_chromium: Browser, world: DeskWorld) -> Iterator[Visits]:
    """A browser that stays open from page to page."""
    first_chromium.forget()
    yield Visits(first_chromium, morning(world))
    first_chromium.forget()


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_grave(visits: Visits, page: str) -> None:
    browser = visits.open(page)
    found = {}
    for size in SIZES:
        for theme in THEMES:
            browser.look(size, theme)
            found[f"{size}, {theme}"] = grave(browser)
    assert {look: faults for look, faults in found.items() if faults} == {}
    assert browser.faults() == []
