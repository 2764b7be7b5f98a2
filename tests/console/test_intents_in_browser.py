"""The catalogue in a real browser: checked and shown while it is typed, and to be used by everybody."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert
from werkzeug.serving import make_server

from bot.running.ports import LOOPBACK, free_port
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.model_tables import ComparisonRow
from bot.tuning.versions import Versions
from tests.console.hall import ConsoleHall
from tests.desk.browser import SIZES, THEMES, Browser, chromium
from tests.desk.measured import grave
from tests.desk.world import _Quiet
from tests.tuning.gift_wrap import FORM
from tests.tuning.workspace import git, small_workspace

PAGES = {
    "all": "/console/intents",
    "one": "/console/intents/order_status",
    "examples": "/console/intents/order_status/examples",
    "responses": "/console/intents/responses?section=Order+status",
    "response": "/console/intents/responses/utter_status_packed",
    "asked-again": "/console/intents/responses/utter_ask_order_number",
    "new": "/console/intents/new?u=1&u=2",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleHall]:
    """A workspace, three weeks of calls, a comparison."""
    folder = tmp_path_factory.mktemp("catalogue")
    made = ConsoleHall(folder, root=small_workspace(folder / "ws"))
    _calls(made)
    _comparison(made)
    yield made
    made.engine.dispose()


def _calls(hall: ConsoleHall) -> None:
    rows = [
        {
            "conversation_id": f"c{number}",
            "turn": 1,
            "at": hall.now - timedelta(hours=11 * number),
            "channel": "voice",
            "language": "en" if number % 3 == 0 else "de",
            "text": "where is [order_number]" if number % 3 == 0 else "wo bleibt [order_number]",
            "intent": "order_status",
            "confidence": 0.5 + number / 100,
            "flags": [],
            "clarified": number % 5 == 0,
            "failed": number % 11 == 0,
            "handed_over": number % 4 == 0,
        }
        for number in range(40)
    ]
    with hall.engine.begin() as db:
        db.execute(insert(table_of(UtteranceRow)), rows)


def _comparison(hall: ConsoleHall) -> None:
    versions = Versions(hall.engine, hall.clock)
    live, candidate = (versions.add(name, "gate", None, {}) for name in ("one", "two"))
    versions.switch("started", live)
    mistaken = [["de", "order_status", "order_status", 31], ["de", "order_status", "parcel_not_received", 3]]
    mistaken += [["en", "return_status", "order_status", 2], ["en", "order_status", "nothing", 1]]
    result = {"mistaken": {"live": mistaken, "candidate": mistaken}}
    row = {"candidate_id": candidate, "live_id": live, "at": hall.now, "reasons": [], "result": result}
    with hall.engine.begin() as db:
        db.execute(insert(table_of(ComparisonRow)).values(**row))


@pytest.fixture(scope="module")
def url(hall: ConsoleHall, browser: Browser) -> Iterator[str]:
    """Where it is served; olga is signed in."""
    port = free_port()
    server = make_server(LOOPBACK, port, hall.app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://{LOOPBACK}:{port}"
    browser.open(f"{address}/staff/sign-in")
    for cookie in hall.browser().client._cookies.values():
        browser.driver.add_cookie({"name": cookie.key, "value": cookie.value, "path": "/"})
    yield address
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_grave_and_nothing_is_too_wide(browser: Browser, url: str, page: str) -> None:
    browser.open(url + PAGES[page])
    found = {}
    for size in SIZES:
        for theme in THEMES:
            browser.look(size, theme)
            found[f"{size}, {theme}"] = grave(browser)
    browser.narrow()
    assert browser.does("too_wide") == []
    browser.look()
    assert {look: faults for look, faults in found.items() if faults} == {}
    assert browser.faults() == []


def test_while_somebody_types_they_see_what_is_heard_and_what_is_wrong(browser: Browser, url: str) -> None:
    browser.open(url + PAGES["response"])
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
    browser.open(url + PAGES["one"])
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
