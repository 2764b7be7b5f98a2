"""What all pages share is served: layout, assets, menu, moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g, render_template
from flask_wtf import CSRFProtect

from bot.clock import FixedClock
from bot.desk.assets import asset
from bot.desk.look_pages import look_pages
from bot.phrases.interface import worded
from bot.staff.person import Person
from bot.staff.shown import Shown

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 17, 10, 5, tzinfo=BERLIN)


def somebody(role: str = "agent", **more: object) -> Person:
    return Person("s1", "Mia Berg", role, frozenset({"care"}), ("de", "en"), 2, "main", **more)  # type: ignore[arg-type]


def shown(app: Flask, person: Person | None, path: str = "/desk/queue") -> str:
    with app.test_request_context(path):
        g.person = person
        language = person.language if person else "de"
        return render_template("staff/base.html", t=worded(language), person=person)


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("look", static_folder=None)
    app.config |= {"SECRET_KEY": "k", "TESTING": True}
    CSRFProtect(app)
    app.register_blueprint(look_pages(FixedClock(NOW)))
    Shown(FixedClock(NOW), BERLIN).on(app)
    return app


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "news.js", "pulse.js", "htmx.js", "icon.svg"])
def test_every_asset_is_served_with_its_type(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/desk/static/{name}")
    assert (answer.status_code, answer.data) == (200, asset(name))
    assert answer.content_type.startswith(("text/", "image/svg+xml"))


def test_what_is_no_asset_is_not_there(app: Flask) -> None:
    for name in ("look_pages.py", "..%2Fassets.py", "nothing.css"):
        assert app.test_client().get(f"/desk/static/{name}").status_code == 404


def test_the_layout_names_assets_that_may_be_kept_for_good(app: Flask) -> None:
    page = shown(app, somebody())
    links = [part.split('"')[0] for part in page.split('="') if part.startswith("/desk/static/")]
    assert len(set(links)) >= 6
    for link in links:
        assert "immutable" in app.test_client().get(link).headers["Cache-Control"]


def test_an_agent_sees_no_team_and_a_lead_does(app: Flask) -> None:
    assert ">Team<" not in shown(app, somebody())
    assert ">Team<" in shown(app, somebody("lead"))
    assert "/desk/queue" not in shown(app, somebody("ops"))


def test_the_menu_says_where_one_is(app: Flask) -> None:
    page = shown(app, somebody(), "/desk/mine")
    assert page.count('aria-current="page"') == 1
    assert 'href="/desk/mine" data-key="g m" aria-current="page"' in page


def test_nothing_but_the_page_is_shown_to_somebody_signed_out(app: Flask) -> None:
    page = shown(app, None)
    assert "<nav" not in page
    assert "news.js" not in page
    assert '<main id="main"' in page


def test_the_choices_of_a_person_are_on_the_page(app: Flask) -> None:
    chosen = {"shortcuts": False, "sound": False, "notifications": False}
    page = shown(app, somebody(language="en", theme="dark", interface=chosen))
    assert '<html lang="en" data-theme="dark">' in page
    for choice in ("shortcuts", "sound", "notifications"):
        assert f'data-{choice}="off"' in page


def test_no_script_or_style_is_written_into_the_page(app: Flask) -> None:
    page = shown(app, somebody("lead"))
    assert page.count("<script") == page.count("<script src=")
    assert "<style" not in page
    assert "style=" not in page
    assert " on" + "click" not in page


def test_pages_tell_the_hotlines_time(app: Flask) -> None:
    answer = app.test_client().get("/desk/static/desk.css")
    assert answer.headers["X-Now"] == NOW.isoformat()


def test_moments_are_written_short(app: Flask) -> None:
    write = app.jinja_env.filters["day_and_time"]
    with app.test_request_context():
        g.person = somebody()
        assert write(NOW - timedelta(hours=1)) == "09:05"
        assert write(NOW - timedelta(days=1)) == "Mo. 16. März, 10:05"
        assert app.jinja_env.filters["gone_by"](NOW - timedelta(seconds=127)) == "2:07"
        assert app.jinja_env.filters["left_of"](NOW + timedelta(hours=1, seconds=5)) == "1:00:05"
        assert app.jinja_env.filters["left_of"](NOW - timedelta(seconds=5)) == "0:00"
