"""Signing in by the page: what fits opens, and everything else looks the same."""

import re
from time import perf_counter
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from bot.staff.passwords import matches
from tests.staff.browser import Browser
from tests.staff.house import PASSWORD, House


@pytest.fixture
def house(sqlite: Engine) -> House:
    return House(sqlite)


def without_token(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def test_name_and_password_open_the_desk(house: House) -> None:
    klein, browser = house.hire(), house.browser()
    answer = house.try_(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/queue")
    assert "Frau Klein sees" in browser.get("/desk/queue").text
    assert house.audited() == [(klein, "signed_in", f"staff:{klein}")]


@pytest.mark.parametrize("name", ["frau klein", " FRAU   KLEIN ", "frau-klein"])
def test_the_name_in_any_spelling_or_the_id(house: House, name: str) -> None:
    house.hire()
    assert house.try_(house.browser(), name).status_code == 303


def test_they_are_led_to_where_they_were_going(house: House) -> None:
    house.hire()
    assert house.try_(house.browser(), next="/desk/cases/h1").headers["Location"] == "/desk/cases/h1"
    for elsewhere in ("https://evil.example/desk", "//evil.example", "/\\evil.example", "/phone"):
        assert house.try_(house.browser(), next=elsewhere).headers["Location"] == "/desk/queue"


def test_who_takes_no_cases_is_led_to_the_console(house: House) -> None:
    house.hire("Ada", role="ops")
    assert house.try_(house.browser(), "Ada").headers["Location"] == "/console"


def test_a_wrong_name_and_a_wrong_password_look_the_same(house: House) -> None:
    house.hire()
    house.hire("Herr Groß", active=False)
    pages = [
        house.try_(house.browser(), name, password)
        for name, password in [
            ("Frau Klein", "x"),
            ("Herr Klein", PASSWORD),
            ("Herr Groß", PASSWORD),
            ("", ""),
        ]
    ]
    assert {page.status_code for page in pages} == {401}
    assert len({without_token(page.text) for page in pages}) == 1
    assert "gesperrt" in pages[0].text


def test_an_unknown_name_takes_as_long_as_a_wrong_password(house: House) -> None:
    house.hire()
    house.try_(house.browser(), "nobody")

    def took(name: str) -> float:
        browser, start = house.browser(), perf_counter()
        house.try_(browser, name, "wrong")
        return perf_counter() - start

    known, unknown = (min(took(name) for _ in range(3)) for name in ("Frau Klein", "nobody"))
    assert 0.4 < unknown / known < 2.5


def test_two_people_of_one_name_sign_in_by_id(house: House) -> None:
    for number in (1, 2):
        house.hire(id=f"klein-{number}")
    assert house.try_(house.browser()).status_code == 401
    assert house.try_(house.browser(), "klein-2").status_code == 303


def test_after_five_failures_even_the_right_password_waits(house: House) -> None:
    klein = house.hire()
    for _ in range(5):
        house.try_(house.browser(), password="wrong")
    assert house.try_(house.browser()).status_code == 401
    house.pass_(seconds=61)
    assert house.try_(house.browser()).status_code == 303
    assert house.row(klein)["failed_sign_ins"] == 0
    assert (None, "locked_out", f"staff:{klein}") in house.audited()


def test_the_trail_never_holds_what_was_typed(house: House) -> None:
    klein = house.hire()
    house.try_(house.browser(), password="a secret word")
    house.try_(house.browser(), "my password by mistake")
    assert house.audited() == [(None, "sign_in_failed", f"staff:{klein}"), (None, "sign_in_failed", None)]


def test_the_session_somebody_put_there_before_is_not_the_one_signed_in(house: House) -> None:
    house.hire()
    attacker = house.hire("Herr Groß")
    browser = house.browser().sign_in(attacker)
    with browser.client.session_transaction() as kept:
        planted = dict(kept)
    form = browser.form_token()
    house.try_(browser)
    with browser.client.session_transaction() as kept:
        assert kept["token"] != planted["token"]
        assert "csrf_token" not in kept
    assert "Frau Klein sees" in browser.get("/desk/queue").text
    assert browser.client.post("/desk/queue", data={"csrf_token": form}).status_code == 400


def test_the_session_of_before_is_over(house: House) -> None:
    house.hire()
    browser, stolen = house.browser(), house.browser()
    house.try_(browser)
    with browser.client.session_transaction() as kept, stolen.client.session_transaction() as copy:
        copy["token"] = kept["token"]
    house.try_(browser)
    assert stolen.get("/desk/queue").status_code == 302
    assert browser.get("/desk/queue").status_code == 200


def test_a_weaker_hash_is_renewed(house: House) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    klein = house.hire(password_hash=weak)
    assert house.try_(house.browser()).status_code == 303
    stored = house.row(klein)["password_hash"]
    assert stored != weak
    assert matches(stored, PASSWORD)


def test_signing_out_ends_it_for_good(house: House) -> None:
    klein, browser = house.hire(), house.browser()
    house.try_(browser)
    with browser.client.session_transaction() as kept:
        token = kept["token"]
    answer = browser.post("/staff/sign-out")
    assert answer.headers["Location"] == "/staff/sign-in"
    assert "abgemeldet" in browser.get("/staff/sign-in").text
    with browser.client.session_transaction() as kept:
        kept["token"] = token
    assert browser.get("/desk/queue").status_code == 302
    assert (klein, "signed_out", f"staff:{klein}") in house.audited()


def test_signing_out_is_no_link(house: House) -> None:
    assert house.browser().sign_in(house.hire()).get("/staff/sign-out").status_code == 405


def test_who_is_signed_in_needs_no_sign_in_page(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    assert browser.get("/staff/sign-in?next=/desk/mine").headers["Location"] == "/desk/mine"


def test_the_page_speaks_the_browser_s_language(house: House) -> None:
    pages: list[Any] = [
        house.browser().client.get("/staff/sign-in", headers={"Accept-Language": languages})
        for languages in ("en-GB,en;q=0.9", "de-AT", "fr")
    ]
    assert ['lang="en"' in page.text for page in pages] == [True, False, False]
    assert "Passwort" in pages[2].text


def test_what_is_typed_is_shown_as_text(house: House) -> None:
    page = house.try_(house.browser(), '"><script>alert(1)</script>', "x").text
    assert "<script>" not in page


def test_one_address_may_not_try_without_end(house: House) -> None:
    browser = house.browser()
    answers = [house.try_(browser, f"nobody {n}", "x") for n in range(13)]
    assert [answer.status_code for answer in answers] == [401] * 12 + [429]
    assert "Zu viele Versuche" in answers[-1].text
    assert browser.get("/staff/sign-in").status_code == 200


def test_who_gets_in_does_not_count_against_their_office(house: House) -> None:
    for n in range(20):
        house.hire(f"Person {n}")
    assert {house.try_(house.browser(), f"Person {n}").status_code for n in range(20)} == {303}


def test_only_a_proxy_of_this_machine_is_believed(house: House) -> None:
    def tried(browser: Browser, remote: str, forwarded: str) -> int:
        data = {"name": "x", "password": "x", "csrf_token": browser.form_token()}
        return browser.client.post(
            "/staff/sign-in",
            data=data,
            headers={"X-Forwarded-For": forwarded},
            environ_base={"REMOTE_ADDR": remote},
        ).status_code

    browser = house.browser()
    assert {tried(browser, "127.0.0.1", f"9.9.9.9, 203.0.113.{n}") for n in range(14)} == {401}
    assert [tried(browser, "198.51.100.7", f"203.0.113.{n}") for n in range(13)][-1] == 429
