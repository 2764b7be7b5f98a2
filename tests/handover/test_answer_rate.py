"""Hardly any call back answered: those in charge hear of it, once a day, as long as calls are made."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from bot.channels.outbox import MESSAGES
from bot.conversation.record import EVENTS
from bot.handover.answer_rate import AnswerRateWatch, seems_blocked
from bot.handover.experts import STAFF
from bot.handover.outbound_facts import DIALS, STATUSES
from bot.wiring import build
from tests.builders import CALLER, NOW, recorded, settings
from tests.handover.hall import MovingClock


class Office:
    """Calls that were made, and what those in charge were told."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock, self.calls = engine, MovingClock(NOW), 0
        self.told: list[tuple[int, int]] = []

    def called(self, status: str, times: int = 1, purpose: str = "callback", mailbox: bool = False) -> None:
        """Calls that ended like this, a minute apart."""
        for _ in range(times):
            self.calls += 1
            self.clock.at += timedelta(minutes=1)
            sid, at = f"CA{self.calls}", self.clock.now()
            ended = {"call_sid": sid, "status": status, "sequence": 3, "at": at}
            with self.engine.begin() as db:
                db.execute(insert(DIALS).values(at=at, purpose=purpose, to=CALLER, call_sid=sid))
                db.execute(insert(STATUSES).values(**ended))
            if mailbox:
                leg = f"{self.calls:08d}-3333-4333-8333-333333333333"
                recorded(self.engine, id=leg, call_sid=sid, owner="closed", closed_because="mailbox")

    def look(self) -> list[tuple[int, int]]:
        """A new process looks, twice."""
        for _ in range(2):
            AnswerRateWatch(self.engine, self.clock, lambda *told: self.told.append(told)).work()
        return self.told


@pytest.fixture
def office(sqlite: Engine) -> Office:
    return Office(sqlite)


def test_fewer_than_one_in_five_of_twenty() -> None:
    assert seems_blocked([True] * 3 + [False] * 17)
    assert not seems_blocked([True] * 4 + [False] * 16)


def test_a_few_unanswered_calls_say_nothing() -> None:
    assert not seems_blocked([False] * 19)


def test_those_in_charge_are_told_once_however_often_it_is_looked_at(engine: Engine) -> None:
    office = Office(engine)
    office.called("completed", 3)
    office.called("no-answer", 17)
    assert office.look() == [(3, 20)]
    with engine.connect() as db:
        (event,) = db.execute(select(EVENTS).where(EVENTS.c.what == "answer_rate_low")).mappings()
    assert event["data"] == {"answered": 3, "calls": 20}


def test_the_running_hotline_looks_and_texts_a_supervisor(sqlite: Engine, tmp_path: Path) -> None:
    office = Office(sqlite)
    office.called("no-answer", 20)
    lead = {"id": "l", "name": "Lea", "role": "lead", "phone": "+491711", "skills": [], "languages": ["de"]}
    with sqlite.begin() as db:
        db.execute(insert(STAFF).values(**lead, password_hash="x", created_at=NOW, status_since=NOW))
    own = settings(DATABASE_URL=f"sqlite:///{sqlite.url.database}", DATA_DIR=str(tmp_path))
    hotline = build(own, office.clock, gate=lambda text, language: ())
    hotline.promises._work()
    with sqlite.connect() as db:
        (body,) = db.execute(select(MESSAGES.c.body)).scalars()
    assert "20 Rückrufen wurden nur 0 angenommen" in body


def test_only_the_latest_twenty_count(office: Office) -> None:
    office.called("completed", 10)
    office.called("busy", 20)
    assert office.look() == [(0, 20)]


def test_who_is_reached_again_is_no_alarm(office: Office) -> None:
    office.called("no-answer", 20)
    office.called("completed", 4)
    assert office.look() == []


def test_a_mailbox_is_nobody(office: Office) -> None:
    office.called("completed", 20, mailbox=True)
    assert office.look() == [(0, 20)]


def test_calls_to_experts_and_calls_under_way_or_taken_back_do_not_count(office: Office) -> None:
    office.called("no-answer", 19)
    office.called("no-answer", 5, purpose="expert")
    office.called("canceled", 5)
    office.called("ringing", 5)
    assert office.look() == []


def test_the_next_day_they_are_told_again_but_not_of_the_same_calls(office: Office) -> None:
    office.called("no-answer", 20)
    office.look()
    office.clock.at += timedelta(days=1)
    assert len(office.look()) == 1
    office.called("no-answer")
    assert len(office.look()) == 2
    office.called("no-answer")
    assert len(office.look()) == 2
