"""The first password is changed before anything else, and not by one that anybody would guess."""

import pytest
from sqlalchemy import Engine

from bot.staff.new_password import weakness
from bot.staff.passwords import matches
from tests.staff.house import PASSWORD, House

NEW = "four quiet trains"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "password_short"),
        ("x" * 201, "password_long"),
        ("abababababab", "password_simple"),
        ("frauklein2026", "password_like_name"),
        ("Klein-klein-1", "password_like_name"),
        ("Muster & Co. 2026", "password_like_company"),
        ("my muster secret", "password_like_company"),
        ("twelve chars", None),
        ("seven blue herons", None),
    ],
)
def test_what_makes_a_password_weak(password: str, why: str | None) -> None:
    assert weakness(password, "Frau Klein", "Muster & Co.") == why


@pytest.fixture
def house(sqlite: Engine) -> House:
    return House(sqlite)


def choose(house: House, **fields: str) -> tuple[int, str]:
    klein = house.hire(must_change=True)
    browser = house.browser().sign_in(klein)
    form = {"old": PASSWORD, "new": NEW, "again": NEW, **fields}
    answer = browser.post("/staff/first-password", form)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("role", "first"),
    [("agent", "/desk/queue"), ("lead", "/desk/queue"), ("ops", "/console"), ("admin", "/desk/queue")],
)
def test_a_good_one_leads_to_the_first_page_of_their_role(house: House, role: str, first: str) -> None:
    browser = house.browser().sign_in(house.hire(must_change=True, role=role))
    answer = browser.post("/staff/first-password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, first)


def test_a_good_one_opens_the_desk(house: House) -> None:
    klein, browser = house.hire(must_change=True), house.browser()
    house.try_(browser)
    answer = browser.post("/staff/first-password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/queue")
    assert "Frau Klein sees" in browser.get("/desk/queue").text
    assert (house.row(klein)["must_change"], matches(house.row(klein)["password_hash"], NEW)) == (False, True)
    assert (klein, "password_changed", f"staff:{klein}") in house.audited()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"again": "four quiet planes"}, "nicht gleich"),
        ({"old": "wrong"}, "nicht gepasst"),
        ({"new": "short", "again": "short"}, "mindestens 12"),
        ({"new": PASSWORD, "again": PASSWORD}, "das bisherige"),
    ],
)
def test_anything_else_is_said(house: House, fields: dict[str, str], words: str) -> None:
    status, page = choose(house, **fields)
    assert status == 409
    assert words in page
    assert house.row("frau-klein")["must_change"] is True


def test_a_changed_password_signs_them_out_elsewhere(house: House) -> None:
    klein = house.hire()
    here, elsewhere = house.browser().sign_in(klein), house.browser().sign_in(klein)
    here.post("/staff/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert here.get("/desk/queue").status_code == 200
    assert elsewhere.get("/desk/queue").status_code == 302


def test_guessing_the_old_password_is_slowed_down_too(house: House) -> None:
    browser = house.browser().sign_in(house.hire(must_change=True))
    for _ in range(5):
        browser.post("/staff/first-password", {"old": "wrong", "new": NEW, "again": NEW})
    browser.post("/staff/first-password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert house.row("frau-klein")["must_change"] is True
