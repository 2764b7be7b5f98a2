"""The catalogue in a real browser: checked and shown while it is typed, and to be used by everybody."""

from collections.abc import Iterator

import pytest

from tests.console.hall import ConsoleHall
from tests.console.window import window
from tests.desk.browser import Browser
from tests.tuning.gift_wrap import FORM
from tests.tuning.workspace import git, small_workspace

RESPONSE = "/console/intents/responses/utter_status_packed"


@pytest.fixture
def browser(first_chromium: Browser) -> Browser:
    return first_chromium


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleHall]:
    """Tuning a workspace."""
    folder = tmp_path_factory.mktemp("catalogue")
    made = ConsoleHall(folder, root=small_workspace(folder / "ws"))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def url(hall: ConsoleHall, first_chromium: Browser) -> Iterator[str]:
    """Where it is served; olga is signed in."""
    first_chromium.forget()
    first_chromium.look()
    with window(hall, first_chromium) as found:
        yield found.url


def test_while_somebody_types_they_see_what_is_heard_and_what_is_wrong(browser: Browser, url: str) -> None:
    browser.open(url + RESPONSE)
    field = browser.one("#t0")
    field.clear()
    field.send_keys("Bestellung [[order:{order_number}]] ist da, garantiert.")
    browser.until(lambda: "garantiert“" in browser.text("#seen-t0"))
    assert "eins null vier" in browser.text("#seen-t0")
    assert browser.script("return document.activeElement.id") == "t0"
    field.send_keys(" Ja")
    browser.until(lambda: "garantiert. Ja" in browser.text("#seen-t0"))
    assert (
        browser.one("#t0").get_attribute("value")
        == "Bestellung [[order:{order_number}]] ist da, garantiert. Ja"
    )
    assert browser.faults() == []


def test_a_wording_is_saved_by_keyboard(browser: Browser, url: str, hall: ConsoleHall) -> None:
    browser.open(f"{url}/console/intents/responses/utter_praise")
    field = browser.one("#t0")
    field.clear()
    field.send_keys("Danke, das freut uns.")
    browser.script("arguments[0].blur()", field)
    browser.one("body").send_keys("s")
    browser.until(lambda: "Gespeichert" in browser.text("#notice"))
    assert browser.one("#t0").get_attribute("value") == "Danke, das freut uns."
    assert git(hall.house.root, "log", "-1", "--format=%s").strip() == "Word utter_praise differently"


def test_an_example_is_found_while_it_is_typed(browser: Browser, url: str) -> None:
    browser.open(f"{url}/console/intents/order_status")
    browser.one("#words").send_keys("zzzz")
    browser.until(lambda: "0 Beispiele" in browser.text("#examples"))
    assert browser.faults() == []


def test_a_new_intent_is_filled_in_and_made(browser: Browser, url: str) -> None:
    browser.open(f"{url}/console/intents/new")
    for name, text in FORM.items():
        browser.script("document.getElementById(arguments[0]).value = arguments[1]", name, text)
    browser.one("button[value=make]").click()
    browser.until(lambda: browser.all("#gaps"))
    assert "angelegt" in browser.text("#notice")
    assert "192 deutsche Beispiele" in browser.text("main")
    assert browser.faults() == []
