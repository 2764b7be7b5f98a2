"""Whole cases without a mouse: by the keys shown on the buttons, by Tab and Enter; the focus can be seen."""

from collections import Counter
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.desk.browser import Browser
from tests.desk.callers import IDENTITY
from tests.desk.every_page import PAGES, Visits
from tests.desk.morning import morning
from tests.desk.pages import Seat
from tests.desk.people import EVA
from tests.desk.world import DeskWorld, desk_world, greets

ANSWER = "Thank you, the order is stopped."
# More stops than any page has.
MOST_STOPS = 150


@pytest.fixture
def eva(browser: Browser, world: DeskWorld) -> Iterator[Seat]:
    if not world.lines:
        world.hire(EVA)
    world.set_status(EVA, "free")
    world.lines[EVA.id].owner = greets()
    yield Seat(browser, world, EVA)
    world.all_quiet()


def sign_in_by_keys(eva: Seat) -> None:
    """The name has the focus as soon as the page is there."""
    eva.go("/staff/sign-in")
    eva.keys(EVA.name, Keys.TAB, "ein stiller Morgen im Lager", Keys.ENTER)
    eva.until(lambda: eva.path == "/desk/queue")


def test_a_text_thread_without_a_mouse(eva: Seat, world: DeskWorld) -> None:
    phone = world.text("+447400123030", IDENTITY)
    sign_in_by_keys(eva)
    eva.press("g m")
    eva.until(lambda: eva.path == "/desk/mine")
    eva.press("g q")
    eva.until(lambda: eva.path == "/desk/queue")
    eva.sees(eva.t("queue.accept"), "#queue")
    eva.press("n")
    eva.case()
    eva.sees("Somebody opened", "#block-flags")
    eva.press("y")
    eva.until(lambda: world.rows("SELECT id FROM case_labels WHERE kind = 'flag' AND verdict = 'right'"))

    eva.browser.one("#reply-text")
    eva.press("r")
    eva.keys(ANSWER, Keys.CONTROL + Keys.ENTER)
    eva.until(lambda: phone.inbox[-1].body == ANSWER)
    eva.until(lambda: eva.written() == "")
    eva.tab_to(eva.t("conversation.ending.finished"))
    eva.keys(Keys.ENTER)
    eva.sees(eva.t("closing.how"))
    close_by_keys(eva, world)


def test_a_call_without_a_mouse(eva: Seat, world: DeskWorld) -> None:
    sign_in_by_keys(eva)
    call = world.bereaved()
    eva.sees(eva.t("queue.ring.title"))
    eva.press("a")
    eva.case()
    eva.sees(eva.t("call.states.talking"), "#call")
    eva.until(lambda: call.heard[-1].kind == "person")
    eva.press("h")
    eva.sees(eva.t("call.reasons.look_up"), "#call-hold")
    eva.press("1")
    eva.sees(eva.t("call.states.held"), "#call")
    eva.press("h")
    eva.sees(eva.t("call.states.talking"), "#call")
    eva.press("x")
    eva.sees(eva.t("call.states.ended"), "#call")
    eva.press("8")
    eva.sees(eva.t("closing.how"))
    close_by_keys(eva, world)


def close_by_keys(eva: Seat, world: DeskWorld) -> None:
    """The first ending, nothing had to be repeated, and done."""
    before = len(world.rows("SELECT id FROM case_closings"))
    eva.press("d 1")
    eva.press("w n")
    eva.press("e")
    eva.until(lambda: len(world.rows("SELECT id FROM case_closings")) == before + 1)
    said = world.rows("SELECT had_to_repeat FROM case_closings ORDER BY id DESC")[0]
    assert said == {"had_to_repeat": 0}


@pytest.fixture(scope="module")
def visits(first_chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """A hotline with a morning in it, beside the one for whole cases."""
    with desk_world(tmp_path_factory.mktemp("morning")) as world:
        yield Visits(first_chromium, morning(world))
    first_chromium.forget()


@pytest.mark.parametrize("page", PAGES)
def test_no_key_means_two_things(visits: Visits, page: str) -> None:
    keys: list[str] = visits.open(page).does("keys")
    shown = Counter(keys)
    assert [key for key, times in shown.items() if times > 1] == [], "twice on the page"
    hidden = [pair for pair in shown if " " in pair and pair.split()[0] in shown]
    assert hidden == [], "pairs that begin with a key of its own"


@pytest.mark.parametrize("page", ["queue", "voice-conversation", "text-conversation", "team", "settings"])
def test_tab_comes_everywhere_and_can_be_seen(visits: Visits, page: str) -> None:
    browser = visits.open(page)
    stops, reachable = [], browser.does("stops")
    for _ in range(MOST_STOPS):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        stop = browser.does("focused")
        if stop["tag"] == "BODY" or (stops and stop == stops[0]):
            break
        stops.append(stop)
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len(stops) >= reachable
