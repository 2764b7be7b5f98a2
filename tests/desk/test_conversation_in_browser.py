"""Answering in a real browser: what is typed survives whatever comes in, by keyboard alone."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.desk.browser import Browser
from tests.desk.callers import IMPATIENT, WHERE_DE
from tests.desk.measured import clipped, grave, overlapping, too_wide
from tests.desk.pages import Seat
from tests.desk.people import EVA
from tests.desk.world import DeskWorld

BOX = "document.getElementById('reply-text').value"
PLACE = "const t = document.querySelector('[data-talk]'); return t.scrollTop"


@pytest.fixture
def seat(browser: Browser, world: DeskWorld) -> Iterator[Seat]:
    """Eva, writing with a customer."""
    if not world.rows("SELECT id FROM staff WHERE id = 'eva'"):
        world.hire(EVA)
    world.set_status(EVA, "free")
    for words in (WHERE_DE, "MITARBEITER"):
        world.text(IMPATIENT, words)
        world.run_for(3)
    wait = world.row("SELECT id FROM waits WHERE status = 'waiting'")["id"]
    talk = world.hotline.parts.desk.takeover.take(wait, "eva")
    made = Seat(browser, world, EVA).sign_in().go(f"/desk/cases/{world.case_of(IMPATIENT)}/conversation")
    made.until(lambda: browser.all("#reply-text"))
    yield made
    world.hotline.parts.desk.takeover.close("eva", talk)


def box(seat: Seat) -> str:
    """What stands in it now."""
    return str(seat.browser.script(f"return {BOX}"))


def test_it_is_readable_everywhere(seat: Seat) -> None:
    seat.type("#reply-text", "Guten Tag [bis wann …]")
    seat.sees("Noch ausfüllen", "#reply-facts")
    for size in ("laptop", "phone"):
        for theme in ("light", "dark"):
            seat.browser.look(size, theme)
            # What is half under the sticky header is no fault of the page.
            seat.browser.script("window.scrollTo(0, 0)")
            found = (
                clipped(seat.browser),
                too_wide(seat.browser),
                overlapping(seat.browser),
                grave(seat.browser),
            )
            assert found == ([], [], [], []), (size, theme)


def test_a_message_that_comes_in_leaves_what_is_typed_alone(seat: Seat) -> None:
    seat.type("#reply-text", "Guten Tag, ich sehe")
    seat.world.text(IMPATIENT, "Sind Sie noch da?")
    seat.sees("Sind Sie noch da?", "#turns")
    assert seat.focused()["tag"].lower() == "textarea"
    seat.type("#reply-text", " nach.")
    assert box(seat) == "Guten Tag, ich sehe nach."
    seat.sees("Inzwischen kam eine neue Nachricht", "#reply-facts")


def test_an_answer_is_sent_by_keys_and_its_way_can_be_seen(seat: Seat) -> None:
    seat.type("#reply-text", "Ich sehe nach.", Keys.CONTROL + Keys.ENTER)
    seat.sees("Ich sehe nach.", "#turns")
    seat.sees("zugestellt", "#turns")
    assert box(seat) == ""
    assert seat.focused()["tag"].lower() == "textarea"
    sent = seat.world.rows("SELECT body FROM outgoing_messages WHERE body = 'Ich sehe nach.'")
    assert len(sent) == 1


def test_a_wording_is_found_by_typing_and_fills_the_box(seat: Seat) -> None:
    seat.browser.script("document.activeElement.blur()")
    seat.press("t")
    seat.until(lambda: seat.browser.script("return document.activeElement.id") == "template-find")
    seat.type("#template-find", "genau an")
    seat.until(lambda: len(seat.browser.all("#template-list button")) == 1)
    seat.press(f"{Keys.TAB} {Keys.TAB} {Keys.ENTER}")
    seat.until(lambda: "[bis wann …]" in box(seat))
    seat.sees("Noch ausfüllen", "#reply-facts")
    seat.until(lambda: seat.browser.script("return document.activeElement.id") == "reply-text")


def test_what_is_not_filled_in_stays_in_the_box(seat: Seat) -> None:
    seat.type("#reply-text", "Bis [bis wann …]")
    seat.click("Senden", "#reply")
    seat.sees("Platzhalter", "#reply")
    assert box(seat) == "Bis [bis wann …]"
    assert all("409" in fault for fault in seat.browser.faults())


def test_who_has_scrolled_up_stays_there_and_others_see_the_newest(seat: Seat) -> None:
    for number in range(14):
        seat.world.text(IMPATIENT, f"Nachricht {number}")
        seat.world.run_for(1)
    seat.sees("Nachricht 13", "#turns")
    assert seat.browser.script(PLACE) == 0, "at the foot"
    seat.browser.script("document.querySelector('[data-talk]').scrollTop = -200")
    first = "return document.querySelector('#turns > li').getBoundingClientRect().top"
    before = seat.browser.script(first)
    seat.world.text(IMPATIENT, "Nachricht ganz neu")
    seat.until(lambda: "Nachricht ganz neu" in seat.browser.script("return document.body.textContent"))
    assert abs(seat.browser.script(first) - before) < 3
