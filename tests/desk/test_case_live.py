"""The case screen in a browser while the caller goes on talking: it keeps up and disturbs nobody."""

import pytest

from tests.desk.browser import Browser
from tests.desk.callers import PASSED_AWAY, WIDOWER
from tests.desk.case_builders import Office
from tests.desk.pages import Seat
from tests.desk.people import EVA
from tests.desk.world import DeskWorld

QUOTE, REQUEST = "das hatte ich vorhin vergessen", "eine Rechnung liegt auch noch da"
BLOCKS = """return [...document.querySelectorAll(".case-blocks > section")]
  .map(one => one.getBoundingClientRect().bottom)"""


@pytest.fixture(scope="module")
def case(world: DeskWorld) -> str:
    """A widower has written, and Eva has taken his thread."""
    world.hire(EVA, status="free")
    world.text(WIDOWER, PASSED_AWAY)
    world.until(lambda: world.rows("SELECT id FROM waits WHERE status = 'waiting'"))
    wait = world.row("SELECT id FROM waits")["id"]
    world.hotline.parts.desk.takeover.take(wait, EVA.id)
    return world.case_of(WIDOWER)


@pytest.fixture
def seat(world: DeskWorld, browser: Browser, case: str) -> Seat:
    return Seat(browser, world, EVA).sign_in().go(f"/desk/cases/{case}")


def said_more(world: DeskWorld, case: str) -> None:
    """The packet as the hotline refreshes it while they talk on."""
    office = Office(world.hotline.engine)
    packet = office.packet(case)
    packet["flags"][0]["quote"] = QUOTE
    office.store(case, packet | {"stated_request": REQUEST})


def test_all_seven_blocks_are_on_a_laptop_s_first_screen(seat: Seat) -> None:
    bottoms = seat.browser.script(BLOCKS)
    assert len(bottoms) == 7
    assert max(bottoms) <= 760


def test_what_the_caller_says_appears_and_focus_and_open_forms_stay(
    seat: Seat, world: DeskWorld, case: str
) -> None:
    seat.browser.script("document.querySelector('.case-correct').open = true")
    seat.browser.script("document.querySelector('#missing-flag').value = 'fraud'")
    seat.browser.script("document.querySelector('#verdict-flags-bereavement-right').focus()")
    said_more(world, case)
    seat.sees(QUOTE, "#block-flags")
    seat.sees(REQUEST, "#block-wish")
    state = "return [document.activeElement.id, document.querySelector('.case-correct').open, "
    state += "document.querySelector('#missing-flag').value]"
    assert seat.browser.script(state) == ["verdict-flags-bereavement-right", True, "fraud"]


def test_the_flag_and_the_guess_are_judged_by_one_key_each(seat: Seat) -> None:
    for key, words in (("y", "bestätigt"), ("n", "stimmt nicht"), ("u", "klar gesagt")):
        seat.press(key)
        seat.sees(words, "#block-flags .hint")
    seat.press("j")
    seat.sees("Bestätigt, danke.", "#notice")


def test_a_number_is_shown_for_who_asks(seat: Seat) -> None:
    seat.sees(f"…{WIDOWER[-4:]}", "#block-who")
    seat.click(seat.t("case.show.phone"), "#block-who")
    seat.sees(WIDOWER, "#block-who")


def test_tabs_open_by_their_key_and_leave_the_blocks_alone(seat: Seat, case: str) -> None:
    seat.browser.script("document.querySelector('#block-who').dataset.same = 'yes'")
    seat.press("6")
    seat.until(lambda: seat.path == f"/desk/cases/{case}/notes")
    seat.sees(seat.t("case.notes.none"), "#tab")
    assert seat.browser.script("return document.querySelector('#block-who').dataset.same") == "yes"


def test_looking_something_up_leaves_nothing_in_the_address(seat: Seat, case: str) -> None:
    seat.go(f"/desk/cases/{case}/knowledge")
    seat.type("#knowledge-q", " Gutschein kombinieren")
    seat.sees("VOUCHER-COMBINE", "#knowledge-found")
    assert "Gutschein" not in str(seat.browser.script("return location.href"))
