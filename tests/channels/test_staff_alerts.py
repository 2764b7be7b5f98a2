"""Those in charge are texted in their language, and never who or what it is about."""

import pytest
from sqlalchemy import Engine, insert, select

from bot.channels.outbox import MESSAGES, Outbox
from bot.channels.staff_alerts import StaffAlerts
from bot.handover.experts import STAFF, Experts
from bot.phrases.catalogue import Phrases
from tests.builders import NOW, never_send


@pytest.fixture
def alerts(sqlite: Engine) -> StaffAlerts:
    return StaffAlerts(Outbox(sqlite, never_send), Experts(sqlite), Phrases(company="Muster & Co."))


def employ(engine: Engine, role: str, phone: str | None, language: str = "de") -> None:
    row = {"id": f"{role}{phone}", "name": role, "role": role, "phone": phone, "skills": []}
    row |= {"languages": [language], "password_hash": "x", "created_at": NOW, "status_since": NOW}
    with engine.begin() as db:
        db.execute(insert(STAFF).values(**row))


def texts(engine: Engine) -> dict[str, str]:
    with engine.connect() as db:
        rows = db.execute(select(MESSAGES.c.to, MESSAGES.c.body)).all()
    return {row.to: row.body for row in rows}


def test_every_supervisor_with_a_phone_hears_of_an_urgent_case(sqlite: Engine, alerts: StaffAlerts) -> None:
    employ(sqlite, "lead", "+491711")
    employ(sqlite, "lead", None)
    employ(sqlite, "agent", "+491712")
    alerts("123456", "P0")
    assert texts(sqlite) == {"+491711": "Fall 123456, Stufe P0: bitte sofort am Arbeitsplatz ansehen."}


def test_and_of_call_backs_that_hardly_anybody_answers(sqlite: Engine, alerts: StaffAlerts) -> None:
    employ(sqlite, "lead", "+491711")
    employ(sqlite, "admin", "+491713", "en")
    alerts.hardly_answered(2, 20)
    assert texts(sqlite)["+491711"].startswith("Von unseren letzten 20 Rückrufen wurden nur 2 angenommen.")
    assert texts(sqlite)["+491713"].startswith("Only 2 of our last 20 call backs were answered.")
