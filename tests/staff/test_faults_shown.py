"""What could not be done is said in words: on a page, beside the page, or not at all to a poll."""

import pytest
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound

from bot.errors import (
    HandoverError,
    NotAllowed,
    NotCancellable,
    NotPossible,
    NotThere,
    OutboundRefused,
    ShopError,
    ShopUnavailable,
    StaffInvalid,
    TooLate,
)
from bot.handover import thread_errors as thread
from bot.phrases.interface import known
from bot.staff.faults_shown import SHOP, code_of, status_of
from tests.staff.house import House


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotAllowed("role"), 403, "role"),
        (NotThere("not_there"), 404, "not_there"),
        (TooLate("too_late"), 409, "too_late"),
        (NotPossible("not_possible"), 409, "not_possible"),
        (thread.NotYours(), 403, "not_yours"),
        (thread.AlreadyTaken(), 409, "already_taken"),
        (thread.NotFree(), 409, "not_free"),
        (thread.ThreadBusy(), 409, "thread_busy"),
        (thread.MayNotWrite("opted_out"), 409, "may_not_write_opted_out"),
        (OutboundRefused("whatever"), 409, "outbound"),
        (HandoverError(), 409, "not_possible"),
        (NotCancellable("shipped"), 409, "not_cancellable"),
        (ShopError(), 409, "shop_says_no"),
        (ShopUnavailable(), 503, "not_answering"),
        (StaffInvalid(["x"]), 400, "staff_invalid"),
        (NotFound(), 404, "not_there"),
        (ZeroDivisionError(), 500, "out_of_order"),
    ],
)
def test_every_error_has_a_status_and_words(error: Exception, status: int, code: str) -> None:
    assert (status_of(error), code_of(error)) == (status, code)
    assert known(f"faults.{code}")


@pytest.mark.parametrize("reason", ["opted_out", "unsafe", "no_number", "empty", "too_long"])
def test_every_reason_for_not_writing_has_words(reason: thread.Forbidden) -> None:
    assert known(f"faults.{code_of(thread.MayNotWrite(reason))}")


def test_every_no_of_the_shop_has_words() -> None:
    assert [code for code in SHOP.values() if not known(f"faults.{code}")] == []


@pytest.fixture
def house(sqlite: Engine) -> House:
    return House(sqlite)


def test_on_a_page_of_its_own(house: House) -> None:
    answer = house.browser().sign_in(house.hire()).post("/desk/queue", {"why": "too_late"})
    assert answer.status_code == 409
    assert "<html" in answer.text
    assert "Jemand anderes war schneller." in answer.text


def test_beside_the_page_in_the_person_s_language(house: House) -> None:
    browser = house.browser().sign_in(house.hire(interface={"language": "en"}))
    answer = browser.post("/desk/queue", {"why": "too_late"}, htmx=True)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notice")
    assert "<html" not in answer.text
    assert "Somebody else was quicker." in answer.text


def test_words_nobody_wrote_are_no_second_fault(house: House) -> None:
    answer = house.browser().sign_in(house.hire()).post("/desk/queue", {"why": "never_heard_of"})
    assert (answer.status_code, "gerade nicht möglich" in answer.text) == (409, True)


def test_a_poll_that_fails_says_nothing(house: House) -> None:
    answer = house.browser().sign_in(house.hire()).get("/desk/nothing", poll=True)
    assert (answer.status_code, answer.text, answer.headers["HX-Reswap"]) == (404, "", "none")


def test_a_page_out_of_date_says_so(house: House) -> None:
    answer = house.browser().sign_in(house.hire()).client.post("/desk/queue")
    assert (answer.status_code, "veraltet" in answer.text) == (400, True)
