"""The same conversations on PostgreSQL and Redis, as with more than one machine; both are really used."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis

from tests.conversations.grading import Grading
from tests.conversations.orders import Orders
from tests.conversations.play import Play
from tests.conversations.scenario import Scenario, scenarios
from tests.robustness.many_calls import ManyCalls
from tests.servers import execute, postgres_url, redis_url
from tests.stack import Stack, running_stack

PLAYED = {
    "de/bestellstand: Bestellnummer buchstabiert, Postleitzahl gesprochen",
    "de/bestellstand: dreimal passt es nicht zusammen, dann ein Mensch",
    "de/stornieren: mit Rückfrage und Ja",
    "de/widerruf: ohne Anmeldung, mit Eingangsbestätigung",
    "de/mensch: mit dem ersten Wort",
    "de/anliegen: defekt nach drei Monaten",
    "de/sms: stornieren",
    "de/sms: ein Faden, der ruht, beginnt neu",
    "en/cancelling: read back and confirmed",
    "en/withdrawal: in the middle of another question",
    "en/sms: a call back at the wished time",
}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty PostgreSQL database."""
    server, name = postgres_url(), f"stack_{uuid4().hex}"
    before, _, query = server.partition("?")
    execute(server, f"CREATE DATABASE {name}")
    yield f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def big(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole hotline on both servers."""
    folder = tmp_path_factory.mktemp("big")
    with running_stack(folder, DATABASE_URL=database, REDIS_URL=redis_url()) as running:
        yield running
        running.engine.dispose()


@pytest.fixture(scope="module")
def orders(big: Stack) -> Orders:
    """Its demo orders."""
    return Orders(big)


@pytest.mark.parametrize("scenario", [one for one in scenarios() if one.id in PLAYED], ids=lambda one: one.id)
def test_conversation_ends_as_it_should(scenario: Scenario, big: Stack, orders: Orders) -> None:
    play = Play(scenario, big, orders)
    play.run()
    Grading(play).check()


def test_all_scenarios_named_here_exist() -> None:
    assert {scenario.id for scenario in scenarios()} >= PLAYED


def test_thirty_calls_in_a_row(big: Stack) -> None:
    assert ManyCalls(big, seed=2).play(30, seed=2).faults == []


def test_everything_is_in_postgresql(big: Stack) -> None:
    assert big.engine.dialect.name == "postgresql"
    tables = {
        row["tablename"] for row in big.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    assert {"conversations", "turns", "shop_orders"} <= tables
    assert not list(big.data_dir.glob("*.db"))


def test_the_dialogue_takes_its_locks_in_redis(big: Stack) -> None:
    server = redis.Redis.from_url(redis_url())
    server.config_resetstat()
    call = big.network.call("+4915100000001", big.number)
    assert "Bestellnummer" in call.say("wo ist meine bestellung")
    used = server.info("commandstats")
    server.close()
    assert any(name in used for name in ("cmdstat_set", "cmdstat_evalsha", "cmdstat_eval"))
