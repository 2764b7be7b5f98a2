"""People look after their own account: how it looks, where it is signed in, its second factor."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest

from bot.clock import system_time
from tests.staff.browser import Browser
from tests.staff.house import HASH, PASSWORD
from tests.virtual import VirtualHotline, virtual_hotline

CHOSEN = {"language": "en", "theme": "dark", "sound": "1", "reached_by": "browser"}


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[VirtualHotline]:
    with virtual_hotline(tmp_path) as running:
        running.hire("Klein", "+491713920017", password_hash=HASH, must_change=False)
        yield running


@pytest.fixture
def klein(hotline: VirtualHotline) -> Browser:
    return another(hotline)


def another(hotline: VirtualHotline) -> Browser:
    return Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in("Klein")


def row(hotline: VirtualHotline) -> dict[str, Any]:
    return hotline.rows("select * from staff where id = 'Klein'")[0]


def trail(hotline: VirtualHotline) -> list[str]:
    return [entry["what"] for entry in hotline.rows("select what from audit order by id")]


@pytest.mark.parametrize("path", ["/staff/settings", "/staff/", "/staff/password", "/staff/second-factor"])
def test_every_page_is_there_in_both_languages(klein: Browser, path: str) -> None:
    assert 'lang="de"' in klein.get(path).text
    klein.post("/staff/settings", CHOSEN)
    page = klein.get(path)
    assert (page.status_code, 'lang="en"' in page.text) == (200, True)


def test_no_page_holds_script_or_style_of_its_own(klein: Browser) -> None:
    klein.post("/staff/second-factor/begin")
    for path in ("/staff/settings", "/staff/password", "/staff/second-factor"):
        page = klein.get(path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style", page) == []


def test_settings_are_kept(klein: Browser, hotline: VirtualHotline) -> None:
    assert klein.post("/staff/settings", CHOSEN).status_code == 303
    page = klein.get("/staff/settings").text
    assert 'data-theme="dark"' in page
    assert "Saved." in page
    assert ('data-sound="on"' in page, 'data-shortcuts="off"' in page) == (True, True)
    assert row(hotline)["reached_by"] == "browser"
    assert trail(hotline) == ["settings_changed"]


@pytest.mark.parametrize(
    "wrong", [{"language": "fr"}, {"theme": "pink"}, {"reached_by": "pigeon"}, {"language": ""}]
)
def test_what_is_no_choice_is_refused(klein: Browser, hotline: VirtualHotline, wrong: dict[str, str]) -> None:
    assert klein.post("/staff/settings", CHOSEN | wrong).status_code == 409
    assert row(hotline)["reached_by"] == "phone"


def test_who_has_no_number_cannot_be_rung(hotline: VirtualHotline) -> None:
    hotline.hire("Ada", None, reached_by="browser")  # type: ignore[arg-type]
    ada = Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in("Ada")
    answer = ada.post("/staff/settings", CHOSEN | {"reached_by": "phone"})
    assert (answer.status_code, "Telefonnummer" in answer.text) == (409, True)


def test_the_own_number_is_shown_by_its_end(klein: Browser) -> None:
    page = klein.get("/staff/settings").text
    assert "…0017" in page
    assert "3920017" not in page


def test_another_session_is_ended_from_here(klein: Browser, hotline: VirtualHotline) -> None:
    elsewhere = another(hotline)
    (other,) = re.findall(r'name="session" value="(\w+)"', klein.get("/staff/settings").text)
    assert klein.post("/staff/sessions/end", {"session": other}).status_code == 303
    assert elsewhere.get("/staff/settings").status_code == 302
    assert klein.get("/staff/settings").status_code == 200
    assert klein.post("/staff/sessions/end", {"session": other}).status_code == 404


def secret_of(browser: Browser) -> str:
    browser.post("/staff/second-factor/begin")
    found = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", browser.get("/staff/second-factor").text)
    assert found is not None
    return found[1].replace(" ", "")


def turned_on(browser: Browser) -> list[str]:
    code = pyotp.TOTP(secret_of(browser)).at(system_time())
    page = browser.post("/staff/second-factor/confirm", {"code": code}).text
    return re.findall(r"<li>([\w-]+)</li>", page)


def test_a_second_factor_is_set_up_with_a_picture_and_as_text(
    klein: Browser, hotline: VirtualHotline
) -> None:
    elsewhere = another(hotline)
    secret_of(klein)
    assert 'src="data:image/svg+xml' in klein.get("/staff/second-factor").text
    assert len(turned_on(klein)) == 10
    page = klein.get("/staff/second-factor").text
    assert "data:image/svg+xml" not in page
    assert "Unbenutzte Ersatzcodes: 10" in page
    assert elsewhere.get("/staff/settings").status_code == 302


def test_a_wrong_code_is_said_and_turns_nothing_on(klein: Browser, hotline: VirtualHotline) -> None:
    klein.post("/staff/second-factor/begin")
    assert klein.post("/staff/second-factor/confirm", {"code": "12"}).status_code == 303
    assert "nicht gepasst" in klein.get("/staff/second-factor").text
    assert row(hotline)["totp_confirmed_at"] is None


def test_turning_it_off_needs_the_password(klein: Browser, hotline: VirtualHotline) -> None:
    turned_on(klein)
    klein.post("/staff/second-factor/off", {"password": "wrong"})
    assert "nicht gepasst" in klein.get("/staff/second-factor").text
    assert row(hotline)["totp_confirmed_at"] is not None
    klein.post("/staff/second-factor/off", {"password": PASSWORD})
    assert row(hotline)["totp_confirmed_at"] is None
    assert trail(hotline) == ["second_factor_on", "password_check_failed", "second_factor_off"]


def test_new_recovery_codes_need_it_too(klein: Browser, hotline: VirtualHotline) -> None:
    old = turned_on(klein)
    assert klein.post("/staff/second-factor/codes", {"password": "wrong"}).status_code == 303
    page = klein.post("/staff/second-factor/codes", {"password": PASSWORD}).text
    new = re.findall(r"<li>([\w-]+)</li>", page)
    assert (len(new), set(old) & set(new)) == (10, set())
