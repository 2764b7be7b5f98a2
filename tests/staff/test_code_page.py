"""With a second factor the password opens only the page that asks for the code."""

import pyotp
import pytest
from sqlalchemy import Engine

from bot.clock import system_time
from bot.staff.second_factor import SecondFactors
from tests.staff.browser import Browser
from tests.staff.house import NOW, House


class Factor:
    """Frau Klein's second factor, confirmed a while ago."""

    def __init__(self, engine: Engine) -> None:
        self.house = House(engine)
        self.klein = self.house.hire()
        factors = SecondFactors(engine, "a-key-for-tests")
        factors.begin(self.klein)
        self._secret = factors.secret(self.klein) or ""
        self.codes = factors.confirm(self.klein, self.code(), NOW)
        self.house.change(self.klein, totp_last_step=None)

    def code(self) -> str:
        return pyotp.TOTP(self._secret).at(system_time())

    def asked(self) -> Browser:
        """A browser in which the password was right."""
        browser = self.house.browser()
        answer = self.house.try_(browser, next="/desk/mine")
        assert answer.headers["Location"] == "/staff/sign-in/code?next=/desk/mine"
        return browser


@pytest.fixture
def factor(sqlite: Engine) -> Factor:
    return Factor(sqlite)


def give(browser: Browser, code: str, **more: str) -> int:
    return browser.post("/staff/sign-in/code", {"code": code, **more}).status_code


def test_the_password_alone_opens_nothing(factor: Factor) -> None:
    browser = factor.asked()
    assert browser.get("/desk/queue").status_code == 302
    assert "one-time-code" in browser.get("/staff/sign-in/code").text


def test_the_code_opens_the_desk(factor: Factor) -> None:
    browser = factor.asked()
    answer = browser.post("/staff/sign-in/code", {"code": factor.code(), "next": "/desk/mine"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/mine")
    assert browser.get("/desk/queue").status_code == 200


def test_a_recovery_code_opens_it_once(factor: Factor) -> None:
    assert give(factor.asked(), factor.codes[0]) == 303
    assert give(factor.asked(), factor.codes[0]) == 401
    assert (factor.klein, "recovery_code_used", f"staff:{factor.klein}") in factor.house.audited()


def test_the_same_code_opens_no_second_browser(factor: Factor) -> None:
    first, second, code = factor.asked(), factor.asked(), factor.code()
    assert [give(first, code), give(second, code)] == [303, 401]


def test_guessed_codes_close_the_account_even_with_the_right_password_between(factor: Factor) -> None:
    for _ in range(5):
        assert give(factor.asked(), "000000") == 401
    assert give_directly(factor, factor.code()) == 401


def give_directly(factor: Factor, code: str) -> int:
    """With a password given before the account was closed."""
    browser = factor.house.browser()
    with browser.client.session_transaction() as kept:
        kept["pending"] = {"staff": factor.klein, "at": NOW.isoformat()}
    return give(browser, code)


def test_the_code_must_come_within_five_minutes(factor: Factor) -> None:
    browser = factor.asked()
    factor.house.pass_(minutes=5, seconds=1)
    answer = browser.post("/staff/sign-in/code", {"code": factor.code()})
    assert answer.headers["Location"] == "/staff/sign-in"


def test_nobody_gives_a_code_before_the_password(factor: Factor) -> None:
    browser = factor.house.browser()
    assert browser.get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"
    assert (
        browser.post("/staff/sign-in/code", {"code": factor.code()}).headers["Location"] == "/staff/sign-in"
    )


def test_an_account_closed_meanwhile_stays_closed(factor: Factor) -> None:
    browser = factor.asked()
    factor.house.change(factor.klein, active=False)
    assert give(browser, factor.code()) == 401
