"""Who comes to the console, what they find in the menu, and where they land."""

import pytest

from tests.console.hall import ConsoleHall


def test_ops_see_the_consoles_menu_and_nothing_of_the_desk(hall: ConsoleHall) -> None:
    page = hall.browser("olga").get("/console").text
    for path in ("/console", "/console/changes", "/console/intents", "/console/models", "/staff/settings"):
        assert f'href="{path}" data-key=' in page
    assert 'href="/desk/' not in page.replace('href="/desk/static', "")
    assert 'href="/console" data-key="g i" aria-current="page"' in page


def test_an_admin_has_both_sides_and_a_way_between_them(hall: ConsoleHall) -> None:
    browser = hall.browser("ada")
    page = browser.get("/console").text
    assert 'href="/desk/queue" data-key="g q"' in page
    assert 'href="/console/models" data-key="g o"' in page
    assert 'href="/console" data-key="g i"' in browser.get("/staff/settings").text


@pytest.mark.parametrize("name", ["lena", "arne"])
def test_the_inbox_is_not_for_the_desk(hall: ConsoleHall, name: str) -> None:
    assert hall.browser(name).get("/console").status_code == 403


@pytest.mark.parametrize(
    ("name", "home"), [("olga", "/console"), ("arne", "/desk/queue"), ("ada", "/desk/queue")]
)
def test_everybody_lands_on_their_own_page(hall: ConsoleHall, name: str, home: str) -> None:
    browser = hall.browser(name)
    assert browser.get("/staff/sign-in").headers["Location"] == home
    assert browser.get("/desk").headers["Location"] == home


def test_the_consoles_style_sheet_is_served_beside_the_desks(hall: ConsoleHall) -> None:
    page = hall.browser().get("/console").text
    assert "/desk/static/console.css?v=" in page
    assert hall.browser().get("/desk/static/console.css").content_type.startswith("text/css")
