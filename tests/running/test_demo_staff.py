"""The demo's people are made once, get new passwords every time, and go home when it is over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, update

from bot.handover.experts import STAFF
from bot.running.demo_staff import COLLEAGUES, NO_LIFETIME, TO_SIGN_IN, DemoStaff
from bot.staff.known_skills import known_skills
from bot.staff.passwords import matches
from bot.staff.sessions import Lifetimes, Sessions
from bot.staff.wanted import Rules
from tests.store.databases import migrated_file, sqlite

__all__ = ["migrated_file", "sqlite"]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def staff(sqlite: Engine) -> DemoStaff:
    return DemoStaff(sqlite, Rules(known_skills()))


def rows(engine: Engine) -> dict[str, dict[str, object]]:
    with engine.connect() as db:
        return {row["name"]: dict(row) for row in db.execute(select(STAFF)).mappings()}


def test_the_printed_passwords_open_the_accounts_at_once(staff: DemoStaff, sqlite: Engine) -> None:
    people = staff.welcome(NOW)
    assert [one.role for one in people] == ["agent", "agent", "lead"]
    for one in people:
        row = rows(sqlite)[one.name]
        assert matches(str(row["password_hash"]), one.password)
        assert (row["must_change"], row["status"]) == (False, "off")


def test_a_second_run_changes_the_passwords_and_ends_the_sessions(staff: DemoStaff, sqlite: Engine) -> None:
    first = staff.welcome(NOW)[0]
    sessions = Sessions(sqlite, Lifetimes(timedelta(hours=1), timedelta(hours=1)))
    token = sessions.start(str(rows(sqlite)[first.name]["id"]), NOW)
    with sqlite.begin() as db:
        db.execute(
            update(STAFF).values(locked_until=NOW + timedelta(hours=1), failed_sign_ins=9, active=False)
        )
    again = staff.welcome(NOW)[0]
    row = rows(sqlite)[again.name]
    assert again.password != first.password
    assert sessions.signed(token, NOW) is None
    assert (row["locked_until"], row["active"], row["must_change"]) == (None, True, False)
    assert len(rows(sqlite)) == len(TO_SIGN_IN)


def test_colleagues_are_on_duty_while_it_lasts(staff: DemoStaff, sqlite: Engine) -> None:
    staff.welcome(NOW)
    staff.begin(NOW)
    staff.begin(NOW)
    assert {rows(sqlite)[one.name]["status"] for one in COLLEAGUES} == {"free"}
    with sqlite.begin() as db:
        db.execute(update(STAFF).where(STAFF.c.name == COLLEAGUES[0].name).values(status="talking"))
    assert staff.end(NOW) == [COLLEAGUES[0].name]
    assert rows(sqlite)[COLLEAGUES[1].name]["status"] == "off"


def test_between_them_they_can_take_every_ordinary_case() -> None:
    assert NO_LIFETIME.whole == timedelta(0)
    skills = {skill for one in COLLEAGUES for skill in one.skills}
    assert {"any", "care", "care_estate", "fraud", "billing_care", "complaint_lead"} <= skills
