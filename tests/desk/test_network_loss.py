"""The network is gone for ten seconds in the middle of a case: nothing is lost and nothing happens twice."""

import time
from collections.abc import Iterator

import pytest

from tests.desk.browser import Browser
from tests.desk.callers import IDENTITY
from tests.desk.pages import Seat
from tests.desk.people import JONAS
from tests.desk.world import DeskWorld

CUSTOMER = "+447400123020"
ANSWER, MEANWHILE = "I have stopped the order for you.", "Are you still there?"
GONE_S = 10.0


@pytest.fixture
def jonas(browser: Browser, world: DeskWorld) -> Iterator[Seat]:
    if not world.lines:
        world.hire(JONAS)
    world.set_status(JONAS, "free")
    yield Seat(browser, world, JONAS).sign_in()
    world.all_quiet()


def test_ten_seconds_without_network(jonas: Seat, world: DeskWorld) -> None:
    phone = world.text(CUSTOMER, IDENTITY)
    jonas.accept()
    jonas.browser.one("#reply-text")
    with jonas.browser.offline():
        began = time.monotonic()
        jonas.sees(jonas.t("common.offline"), "#offline")
        jonas.type("#reply-text", ANSWER)
        jonas.click(jonas.t("common.send"), "#reply")
        phone.text(MEANWHILE, world.hotline.number)
        jonas.until(lambda: time.monotonic() - began > GONE_S)
        assert jonas.written() == ANSWER
        assert MEANWHILE not in jonas.browser.text("#turns")
    jonas.sees(MEANWHILE, "#turns")
    jonas.sees_not(jonas.t("common.offline"))
    assert ANSWER not in [message.body for message in phone.inbox]

    jonas.click(jonas.t("common.send"), "#reply")
    jonas.until(lambda: jonas.written() == "")
    jonas.until(lambda: phone.inbox[-1].body == ANSWER)
    world.run_for(30)
    assert [message.body for message in phone.inbox].count(ANSWER) == 1
    jonas.end("conversation.ending.close", "resolved")


def test_a_draft_survives_a_reload(jonas: Seat, world: DeskWorld) -> None:
    world.text("+447400123021", IDENTITY)
    case = jonas.accept()
    jonas.type("#reply-text", ANSWER)
    jonas.go(f"/desk/cases/{case}")
    jonas.until(lambda: jonas.written() == ANSWER)
    jonas.end("conversation.ending.close", "resolved")
