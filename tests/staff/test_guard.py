"""Nobody gets to a page of the staff without a session, and nothing is changed without a token."""

import pytest
from sqlalchemy import Engine

from bot.staff.guard import COOKIE
from tests.staff.house import House


@pytest.fixture
def house(sqlite: Engine) -> House:
    return House(sqlite)


def test_a_page_leads_to_the_sign_in_and_back(house: House) -> None:
    answer = house.browser().get("/desk/queue?only=mine")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/staff/sign-in?next=/desk/queue?only%3Dmine"


def test_a_page_that_is_not_there_gives_nothing_away(house: House) -> None:
    assert house.browser().get("/desk/nothing").status_code == 302
    assert house.browser().get("/console/secret").status_code == 302


def test_a_part_of_a_page_leads_the_whole_page_away(house: House) -> None:
    answer = house.browser().client.get(
        "/desk/queue",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/desk/cases/h1"},
    )
    assert (answer.status_code, answer.text) == (401, "")
    assert answer.headers["HX-Redirect"] == "/staff/sign-in?next=/desk/cases/h1"


def test_a_form_leads_back_to_the_page_it_is_on(house: House) -> None:
    answer = house.browser().client.post("/desk/queue", headers={"Referer": "http://localhost/desk/mine"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/sign-in?next=/desk/mine")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/x", "//evil.example/desk", "garbage"])
def test_no_header_leads_anybody_out_of_the_house(house: House, elsewhere: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": elsewhere, "Referer": elsewhere}
    asked = house.browser().client.post("/desk/queue", headers=headers)
    assert "evil" not in asked.headers["HX-Redirect"]


def test_who_is_signed_in_sees_it(house: House) -> None:
    assert "Frau Klein sees" in house.browser().sign_in(house.hire()).get("/desk/queue").text


@pytest.mark.parametrize("kept", ["", "x" * 43, "0"])
def test_a_made_up_token_opens_nothing(house: House, kept: str) -> None:
    browser = house.browser()
    with browser.client.session_transaction() as session:
        session["token"] = kept
    assert browser.get("/desk/queue").status_code == 302


def test_a_cookie_that_we_did_not_sign_opens_nothing(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    kept = browser.client.get_cookie(COOKIE)
    assert kept is not None
    browser.client.set_cookie(COOKIE, kept.value[:-2] + ("AA" if kept.value[-2:] != "AA" else "BB"))
    assert browser.get("/desk/queue").status_code == 302


def test_nothing_is_changed_without_the_form_s_token(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    assert browser.client.post("/desk/queue").status_code == 400
    assert browser.client.post("/desk/queue", data={"csrf_token": "x"}).status_code == 400
    assert browser.post("/desk/queue").text == "done"


def test_another_browser_s_form_token_is_worth_nothing(house: House) -> None:
    mine, other = house.browser().sign_in(house.hire()), house.browser()
    with other.client.session_transaction() as session:
        session["csrf_token"] = "of another browser"
    token = other.form_token()
    assert mine.client.post("/desk/queue", data={"csrf_token": token}).status_code == 400


def test_a_script_sends_the_token_in_a_header(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    headers = {"X-CSRFToken": browser.form_token()}
    assert browser.client.post("/desk/queue", headers=headers).text == "done"


def test_the_carrier_has_neither_session_nor_token(house: House) -> None:
    answer = house.browser().client.post("/twilio/voice")
    assert (answer.text, "Set-Cookie" in answer.headers) == ("said", False)


def test_idle_people_are_signed_out_though_their_page_goes_on_asking(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    for _ in range(29):
        house.pass_(minutes=1)
        assert browser.get("/desk/queue", poll=True).status_code == 200
    house.pass_(minutes=1)
    answer = browser.get("/desk/queue", poll=True)
    assert (answer.status_code, "HX-Redirect" in answer.headers) == (401, True)


def test_a_form_counts_as_activity_whatever_it_claims(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    for _ in range(4):
        house.pass_(minutes=20)
        data = {"csrf_token": browser.form_token()}
        answer = browser.client.post("/desk/queue", data=data, headers={"X-Poll": "1"})
        assert answer.status_code == 200


def test_after_the_longest_day_everybody_signs_in_anew(house: House) -> None:
    browser = house.browser().sign_in(house.hire())
    for _ in range(35):
        house.pass_(minutes=20)
        assert browser.get("/desk/queue").status_code == 200
    house.pass_(minutes=20)
    assert browser.get("/desk/queue").status_code == 302


def test_who_must_choose_a_password_can_do_nothing_else(house: House) -> None:
    browser = house.browser().sign_in(house.hire(must_change=True))
    assert browser.get("/desk/queue").headers["Location"] == "/staff/first-password"
    assert browser.post("/desk/queue").headers["Location"] == "/staff/first-password"
    assert browser.get("/staff/settings").headers["Location"] == "/staff/first-password"
    assert browser.get("/desk/queue", htmx=True).headers["HX-Redirect"] == "/staff/first-password"
    assert browser.get("/staff/first-password").status_code == 200


def test_pages_of_the_staff_are_sealed(house: House) -> None:
    headers = house.browser().sign_in(house.hire()).get("/desk/queue").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert "Content-Security-Policy" not in house.browser().client.post("/twilio/voice").headers


def test_a_style_sheet_needs_no_session_and_may_be_kept(house: House) -> None:
    answer = house.browser().get("/desk/static/desk.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public")


@pytest.mark.parametrize(
    ("base", "secure", "path"),
    [
        ("https://h.example", True, "/"),
        ("http://127.0.0.1:8080", False, "/"),
        ("https://h.example/line", True, "/line"),
    ],
)
def test_the_cookie_is_for_our_pages_alone(sqlite: Engine, base: str, secure: bool, path: str) -> None:
    house = House(sqlite, PUBLIC_BASE_URL=base)
    cookie = house.browser().get("/staff/sign-in").headers["Set-Cookie"]
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("hotline_staff=")
    assert {"HttpOnly", "SameSite=Lax", f"Path={path}"} <= set(parts)
    assert ("Secure" in parts) is secure


def test_another_secret_key_signs_everybody_out(sqlite: Engine) -> None:
    house = House(sqlite)
    browser = house.browser().sign_in(house.hire())
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    other = House(sqlite, SECRET_KEY="another").browser()
    other.client.set_cookie(COOKIE, cookie.value)
    assert other.get("/desk/queue").status_code == 302
