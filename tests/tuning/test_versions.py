"""Versions of the models: added, never changed; what answers is the newest switch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.errors import NotThere, TooLate
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.versions import Versions
from tests.builders import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty hotline's database."""
    postgres = request.param == "postgresql"
    url = request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path}/hotline.db"
    upgrade(url)
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def versions(engine: Engine) -> Versions:
    return Versions(engine, FixedClock(NOW))


def added(versions: Versions, *names: str) -> list[int]:
    return [versions.add(name, "gate", None, {"sentences": {"de": 1, "en": 2}}) for name in names]


def test_before_the_first_start_nothing_serves(versions: Versions) -> None:
    assert (versions.now(), versions.all(), versions.history(), versions.before()) == (None, [], [], None)


def test_a_version_is_what_it_was_added_as(versions: Versions) -> None:
    made = versions.one(versions.add("hotline-a", "delicate-b", None, {"commit": "abc"}, "a note"))
    assert (made.rasa_model, made.gate_model, made.made_from, made.note) == (
        "hotline-a",
        "delicate-b",
        {"commit": "abc"},
        "a note",
    )
    assert (made.name, made.made_at) == (f"v{made.id}", NOW)


def test_what_nobody_added_is_not_there(versions: Versions) -> None:
    with pytest.raises(NotThere):
        versions.one(7)


def test_the_newest_switch_counts(versions: Versions) -> None:
    one, two = added(versions, "one", "two")
    first = versions.switch("started", one)
    serving = versions.now()
    assert serving
    assert (serving.live.id, serving.canary, serving.share, serving.switch_id) == (one, None, 0.0, first)
    versions.switch("canary_started", one, first, canary_id=two, canary_share=0.2)
    serving = versions.now()
    assert serving
    assert (serving.live.id, serving.canary and serving.canary.id, serving.share) == (one, two, 0.2)


def test_of_two_who_switch_at_once_the_second_is_too_late(versions: Versions) -> None:
    one, two = added(versions, "one", "two")
    first = versions.switch("started", one)
    versions.switch("promoted", two, first)
    with pytest.raises(TooLate):
        versions.switch("promoted", one, first)
    with pytest.raises(TooLate):
        versions.switch("started", one)
    serving = versions.now()
    assert serving
    assert serving.live.id == two
    assert [switch.what for switch in versions.history()] == ["promoted", "started"]


def test_a_rollback_goes_one_step_further_back_each_time(versions: Versions) -> None:
    one, two, three = added(versions, "one", "two", "three")
    last = versions.switch("started", one)
    for version in (two, three):
        last = versions.switch("promoted", version, last)
    ways = []
    while (before := versions.before()) is not None:
        ways.append(before.id)
        last = versions.switch("rolled_back", before.id, last)
    assert ways == [two, one]
    versions.switch("promoted", three, last)
    again = versions.before()
    assert again
    assert again.id == one


def test_a_canary_does_not_change_what_was_before(versions: Versions) -> None:
    one, two, three = added(versions, "one", "two", "three")
    last = versions.switch("promoted", two, versions.switch("started", one))
    last = versions.switch("canary_started", two, last, canary_id=three, canary_share=0.1)
    versions.switch("canary_stopped", two, last)
    before = versions.before()
    assert before
    assert before.id == one
