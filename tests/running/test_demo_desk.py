"""`hotline demo desk` begins only beside simulated telephones, and says whom to sign in as."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.running import demo_desk
from bot.running.demo_calls import Caller
from bot.running.demo_desk import Phones, Visitors
from bot.running.demo_staff import DemoStaff
from bot.running.demo_threads import Writer
from bot.running.errors import StartFailed
from bot.staff.known_skills import known_skills
from bot.staff.wanted import Rules
from tests.running.test_cli import hotline
from tests.running.test_demo_calls import contact
from tests.store.databases import migrated_file, sqlite

__all__ = ["migrated_file", "sqlite"]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
RUNNING = {"rasa": None, "actions": None, "now": None, "started_at": None, "web": "http://127.0.0.1:1"}


def test_without_a_hotline_it_says_how_to_start_one(tmp_path: Path) -> None:
    done = hotline("demo", "desk", DATA_DIR=str(tmp_path))
    assert (done.returncode, "make run" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def test_with_a_real_carrier_nobody_is_called(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(
        json.dumps(RUNNING | {"carrier": None, "hotline_number": "+4930901820"})
    )
    done = hotline("demo", "desk", DATA_DIR=str(tmp_path))
    assert (done.returncode, "real carrier" in done.stderr) == (1, True)


def test_a_hotline_that_never_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_desk, "READY_WITHIN_S", 0.0)
    with pytest.raises(StartFailed, match=r"127\.0\.0\.1:1 does not answer"):
        demo_desk._await_ready("http://127.0.0.1:1")


def test_it_is_said_where_and_as_whom_to_sign_in(sqlite: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    demo_desk._welcome(DemoStaff(sqlite, Rules(known_skills())), FixedClock(NOW), RUNNING)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:1/desk" in said
    assert "Monday, 10:00" in said
    assert [name in said for name in ("Demo Alex", "Demo Kim", "Demo Robin", "Demo Sara")] == [True] * 3 + [
        False
    ]


def test_visitors_come_one_after_another_each_in_their_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_desk, "engine_here", lambda: None)
    people = [contact(phone="+491729925904"), contact(phone="+491729968532", channel="sms")]
    visitors = Visitors(Phones("http://127.0.0.1:1", "+4930901820"), people, lambda seconds: None)
    lives: list[Any] = [visitors.next() for _ in range(3)]
    assert [type(life) for life in lives] == [Caller, Writer, Caller]
    visitors.leave()
