"""Lengths of time are exact to the microsecond on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from bot.figures.sql import length, microseconds
from bot.handover.presence_log import PRESENCE, STAFF
from tests.builders import NOW

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("micros", [0, 1, 499, 500, 999_499, 999_500, 999_999, 4_999_999, 86_400_000_001])
def test_no_microsecond_is_lost(engine: Engine, micros: int) -> None:
    person = {"id": "eva", "name": "Eva", "role": "agent", "skills": [], "languages": ["de"], "status": "off"}
    person |= {"password_hash": "-", "created_at": NOW, "status_since": NOW}
    until = NOW + timedelta(microseconds=micros)
    with engine.begin() as db:
        db.execute(insert(STAFF).values(**person))
        db.execute(insert(PRESENCE).values(staff_id="eva", status="free", since=NOW, until=until))
        row = PRESENCE.c
        found = db.execute(select(length(row.since, row.until), microseconds(row.until))).one()
    assert tuple(found) == (micros, (until - EPOCH) // timedelta(microseconds=1))
