"""A session is known by its token alone, and ends when it should."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.staff.sessions import SESSIONS, Lifetimes, Sessions, fingerprint
from tests.staff.house import NOW, House

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)


def sessions(engine: Engine) -> Sessions:
    return Sessions(engine, Lifetimes(IDLE, WHOLE))


def kept(engine: Engine, token: str) -> dict[str, object]:
    with engine.connect() as db:
        return dict(db.execute(select(SESSIONS).where(SESSIONS.c.id == fingerprint(token))).mappings().one())


def stay(here: Sessions, token: str, until: datetime) -> None:
    """Do something every twenty minutes."""
    at = NOW
    while at < until:
        here.signed(token, at)
        at += timedelta(minutes=20)


def test_a_token_opens_its_own_session_and_is_nowhere_kept(engine: Engine) -> None:
    klein = House(engine).hire()
    token = sessions(engine).start(klein, NOW)
    row = sessions(engine).signed(token, NOW)
    assert row is not None
    assert (row["id"], row["session_id"]) == (klein, fingerprint(token))
    assert token not in str(kept(engine, token))
    assert sessions(engine).signed(token + "x", NOW) is None


def test_no_two_tokens_are_alike_and_none_can_be_guessed(sqlite: Engine) -> None:
    klein = House(sqlite).hire()
    tokens = {sessions(sqlite).start(klein, NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43


def test_who_does_nothing_is_signed_out(engine: Engine) -> None:
    token = sessions(engine).start(House(engine).hire(), NOW)
    assert sessions(engine).signed(token, NOW + IDLE) is None
    assert sessions(engine).signed(token, NOW) is None
    assert kept(engine, token)["ended_because"] == "idle"


def test_who_does_something_stays_until_the_end_of_the_day(engine: Engine) -> None:
    here, last = sessions(engine), NOW + WHOLE - timedelta(minutes=5)
    token = here.start(House(engine).hire(), NOW)
    stay(here, token, last)
    assert here.signed(token, last) is not None
    assert here.signed(token, NOW + WHOLE) is None
    assert kept(engine, token)["ended_because"] == "lifetime"


def test_what_a_page_asks_on_its_own_keeps_nobody_signed_in(engine: Engine) -> None:
    here = sessions(engine)
    token = here.start(House(engine).hire(), NOW)
    for minute in range(30):
        assert here.signed(token, NOW + timedelta(minutes=minute), active=False) is not None
    assert here.signed(token, NOW + IDLE, active=False) is None


def test_what_somebody_does_is_written_down_at_most_once_a_minute(sqlite: Engine) -> None:
    here = sessions(sqlite)
    token = here.start(House(sqlite).hire(), NOW)
    here.signed(token, NOW + timedelta(seconds=59))
    assert kept(sqlite, token)["seen_at"] == NOW
    here.signed(token, NOW + timedelta(seconds=60))
    assert kept(sqlite, token)["seen_at"] == NOW + timedelta(seconds=60)


def test_all_sessions_of_one_person_end_but_the_one_they_are_in(engine: Engine) -> None:
    house, here = House(engine), sessions(engine)
    klein, gross = house.hire(), house.hire("Herr Groß")
    first, second, other = here.start(klein, NOW), here.start(klein, NOW), here.start(gross, NOW)
    assert here.end_all(klein, "password", NOW, but=fingerprint(second)) == 1
    assert [here.signed(one, NOW) is not None for one in (first, second, other)] == [False, True, True]


def test_nobody_ends_another_s_session(engine: Engine) -> None:
    house, here = House(engine), sessions(engine)
    klein, gross = house.hire(), house.hire("Herr Groß")
    token = here.start(klein, NOW)
    assert here.end(fingerprint(token), "ended_elsewhere", NOW, gross) is False
    assert here.end(fingerprint(token), "ended_elsewhere", NOW, klein) is True
    assert here.end(fingerprint(token), "ended_elsewhere", NOW, klein) is False


def test_own_sessions_are_listed_without_those_that_are_over(sqlite: Engine) -> None:
    here, klein = sessions(sqlite), House(sqlite).hire()
    here.start(klein, NOW - timedelta(hours=2))
    token = here.start(klein, NOW)
    assert [row["id"] for row in here.of(klein, NOW)] == [fingerprint(token)]


@pytest.mark.parametrize("active", [True, False])
def test_a_closed_account_has_no_sessions(sqlite: Engine, active: bool) -> None:
    house, here = House(sqlite), sessions(sqlite)
    klein = house.hire()
    token = here.start(klein, NOW)
    house.change(klein, active=active)
    assert (here.signed(token, NOW) is not None) is active
