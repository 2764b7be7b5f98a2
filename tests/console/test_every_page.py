"""Every page of the console on every screen: axe, nothing cut off, all reached by keys, typing typed."""

from collections import Counter
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from sqlalchemy import update

from bot.current import use_root
from bot.handover.experts import STAFF
from tests.console.busy_weeks import BusyWeeks
from tests.console.console_pages import PAGES
from tests.console.window import Window, window
from tests.desk.browser import SIZES, THEMES, Browser
from tests.desk.measured import clipped, grave, overlapping, too_wide

# Between laptop and phone the menu has least room.
WIDTHS = {**SIZES, "tablet": (900, 800), "narrowest": (320, 640)}
# The same page with other rows, or the same form with other fields: one of each is walked through by Tab.
ALIKE = ("inbox-", "settings-")
DIFFERENT = [name for name in PAGES if not name.startswith(ALIKE)] + ["inbox-grouped", "settings-hours"]
FIELDS = "main :is(input[type=search], input[type=text], input:not([type]), textarea)"


@pytest.fixture(scope="module")
def desk(first_chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """Weeks of work, olga before it."""
    weeks = BusyWeeks(tmp_path_factory.mktemp("weeks"))
    with window(weeks, first_chromium) as found:
        yield found
    first_chromium.forget()
    first_chromium.look()
    weeks.close()
    use_root(None)


def show(desk: Window, page: str, language: str = "de") -> Browser:
    with desk.hall.engine.begin() as db:
        db.execute(update(STAFF).values(interface={"language": language}))
    desk.browser.look()
    return desk.open(PAGES[page].format(**desk.hall.ids))


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_grave(desk: Window, page: str) -> None:
    browser, found = show(desk, page), {}
    for size, theme in zip(SIZES, THEMES, strict=True):
        browser.look(size, theme)
        found[f"{size}, {theme}"] = grave(browser)
    assert {look: faults for look, faults in found.items() if faults} == {}
    assert browser.faults() == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_everything_can_be_read(desk: Window, page: str, language: str) -> None:
    browser, found = show(desk, page, language), {}
    for name, size in WIDTHS.items():
        browser.resize(*size)
        found[name] = [*too_wide(browser), *clipped(browser), *overlapping(browser)]
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", DIFFERENT)
def test_tab_comes_everywhere_and_can_be_seen(desk: Window, page: str) -> None:
    browser = show(desk, page)
    browser.does("stops_seen")
    reachable = browser.does("stops")
    # A field for a day or a time has a stop for each of its parts.
    parts = 4 * len(browser.all("input:is([type=date], [type=time])"))
    ActionChains(browser.driver).send_keys(Keys.TAB * (reachable + parts)).perform()
    stops = browser.script("return window.stopsSeen")
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len(stops) >= reachable


@pytest.mark.parametrize("page", PAGES)
def test_no_key_means_two_things_and_none_does_anything_while_typing(desk: Window, page: str) -> None:
    browser = show(desk, page)
    keys: list[str] = browser.does("keys")
    assert [key for key, times in Counter(keys).items() if times > 1] == [], "twice on the page"
    hidden = [pair for pair in keys if " " in pair and pair.split()[0] in keys]
    assert hidden == [], "pairs that begin with a key of its own"
    for field in browser.all(FIELDS)[-1:]:
        typed = "".join(key for key in keys if len(key) == 1) + "jk g i"
        field.send_keys(typed)
        assert str(field.get_attribute("value")).endswith(typed)
        assert browser.script("return document.activeElement === arguments[0]", field)
