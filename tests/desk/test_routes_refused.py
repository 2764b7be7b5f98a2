"""Walks every address of the staff's pages: none does or shows anything without a session and a token."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import MetaData, func, insert, select
from werkzeug.routing import Rule

from bot.app import create_app
from bot.clock import FixedClock
from bot.handover.experts import STAFF
from bot.staff.guard import OPEN, STATIC
from bot.staff.local_paths import is_staff_path
from bot.staff.sessions import SESSIONS
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.wiring import build
from tests.builders import NOW, ScriptedRasa, settings
from tests.staff.browser import Browser
from tests.staff.house import HASH
from tests.virtual import nothing_delicate

READING = {"GET", "HEAD", "OPTIONS"}
PEOPLE = {"Klein": "agent", "Groß": "lead", "Ada": "ops", "Grace": "admin"}


class Desk:
    """The whole application with one person of each role, and nothing else in its database."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/hotline.db"
        upgrade(url)
        self.engine, self.clock = make_engine(url), FixedClock(NOW)
        self._hire()
        wired = settings(DATABASE_URL=url, DATA_DIR=str(folder))
        rasa = ScriptedRasa()
        self.app: Flask = create_app(wired, build(wired, self.clock, rasa, nothing_delicate), work=False)  # type: ignore[arg-type]

    def _hire(self) -> None:
        same = {"phone": None, "skills": [], "languages": ["de"], "password_hash": HASH, "must_change": False}
        same |= {"created_at": NOW, "status": "off", "status_since": NOW}
        with self.engine.begin() as db:
            db.execute(
                insert(STAFF),
                [{"id": name, "name": name, "role": role, **same} for name, role in PEOPLE.items()],
            )

    def rules(self) -> list[Rule]:
        ours = [rule for rule in self.app.url_map.iter_rules() if is_staff_path(rule.rule)]
        return [rule for rule in ours if rule.rule not in OPEN and not rule.rule.startswith(STATIC)]

    def addresses(self, reading: bool) -> list[tuple[str, str]]:
        """Method and address of each, with something made up in the places of ids."""
        pairs = [(method, _filled(rule)) for rule in self.rules() for method in rule.methods or ()]
        return sorted({pair for pair in pairs if (pair[0] in READING) is reading and pair[0] != "OPTIONS"})

    def counts(self) -> dict[str, int]:
        """How much there is in every table."""
        meta = MetaData()
        meta.reflect(self.engine)
        with self.engine.connect() as db:
            return {
                name: db.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in meta.tables.items()
            }

    def browser(self, person: str = "") -> Browser:
        browser = Browser(self.app, self.engine, self.clock)
        return browser.sign_in(person) if person else browser


# The figures, and the conversations behind them, read again without personal data.
OF_LEADS = ("/console/figures", "/console/conversations/x1")


def _filled(rule: Rule) -> str:
    numbers = re.sub(r"<int:\w+>", "1", rule.rule)
    return re.sub(r"<[^>]+>", "x1", numbers)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.engine.dispose()


def test_there_is_something_to_be_walked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    changing, reading = desk.addresses(reading=False), desk.addresses(reading=True)
    with capsys.disabled():
        click.echo(f"\n{len(changing)} changing and {len(reading)} reading addresses of the staff:")
        click.echo("\n".join(f"  {method:<6} {path}" for method, path in changing))
    assert len(changing) >= 8
    assert len(reading) >= 8
    assert ("POST", "/staff/settings") in changing


def test_nothing_is_changed_without_a_session(desk: Desk) -> None:
    before = desk.counts()
    for method, path in desk.addresses(reading=False):
        browser = desk.browser()
        data = {"csrf_token": browser.form_token()}
        answer = browser.client.open(path, method=method, data=data)
        assert answer.status_code == 303, f"{method} {path}"
        assert answer.headers["Location"].startswith("/staff/sign-in"), f"{method} {path}"
        aside = browser.client.open(path, method=method, data=data, headers={"HX-Request": "true"})
        assert (aside.status_code, aside.text) == (401, ""), f"{method} {path}"
        assert aside.headers["HX-Redirect"].startswith("/staff/sign-in")
    assert desk.counts() == before


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_is_changed_without_the_form_s_token(desk: Desk, person: str) -> None:
    browser = desk.browser(person)
    before = desk.counts()
    for method, path in desk.addresses(reading=False):
        for data in ({}, {"csrf_token": "made-up"}):
            answer = browser.client.open(path, method=method, data=data)
            assert answer.status_code == 400, f"{method} {path}"
    assert desk.counts() == before
    assert browser.get("/staff/settings").status_code == 200


def test_nothing_is_shown_without_a_session(desk: Desk) -> None:
    browser = desk.browser()
    for method, path in desk.addresses(reading=True):
        answer = browser.client.open(path, method=method)
        assert answer.status_code == 302, f"{method} {path}"
        assert answer.headers["Location"].startswith("/staff/sign-in"), f"{method} {path}"
        aside = browser.get(path, htmx=True)
        assert (aside.status_code, aside.text) == (401, ""), path
    for rule in desk.rules():
        assert browser.client.options(_filled(rule)).status_code == 303


def test_an_ended_session_is_none(desk: Desk) -> None:
    browser = desk.browser("Klein")
    with desk.engine.begin() as db:
        db.execute(SESSIONS.update().values(ended_at=NOW, ended_because="signed_out"))
    answers = {browser.get(path).status_code for _, path in desk.addresses(reading=True)}
    answers |= {browser.post(path).status_code for _, path in desk.addresses(reading=False)}
    assert answers <= {302, 303}


@pytest.mark.parametrize(("person", "theirs"), [("Klein", ()), ("Groß", OF_LEADS)])
def test_the_console_is_for_those_who_tune(desk: Desk, person: str, theirs: tuple[str, ...]) -> None:
    browser, before = desk.browser(person), desk.counts()
    walked = [*desk.addresses(reading=True), *desk.addresses(reading=False)]
    console = [(method, path) for method, path in walked if path.startswith("/console")]
    assert len(console) > 40
    for method, path in console:
        answer = browser.client.open(path, method=method, data={"csrf_token": browser.form_token()})
        if path.startswith(theirs) and not path.endswith("/test"):
            assert answer.status_code in (200, 404), f"{method} {path}"
        else:
            assert answer.status_code == 403, f"{method} {path}"
    assert desk.counts() == before


def test_the_desk_is_not_for_those_who_only_tune(desk: Desk) -> None:
    browser, before = desk.browser("Ada"), desk.counts()
    for method, path in desk.addresses(reading=False):
        if path.startswith("/desk"):
            answer = browser.client.open(path, method=method, data={"csrf_token": browser.form_token()})
            assert answer.status_code in (403, 404), f"{method} {path}"
    assert desk.counts() == before


def test_what_is_open_to_everybody_is_listed(desk: Desk) -> None:
    everything = {rule.rule for rule in desk.app.url_map.iter_rules() if is_staff_path(rule.rule)}
    closed = {rule.rule for rule in desk.rules()}
    assert everything - closed <= {"/staff/sign-in", "/staff/sign-in/code", "/desk/static/<name>"}
