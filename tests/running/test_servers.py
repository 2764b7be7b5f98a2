"""The servers the tests rely on are real and there."""

import psycopg
import redis

from tests.servers import postgres_database, postgres_url, redis_url

__all__ = ["postgres_database"]


def test_postgresql_answers() -> None:
    with psycopg.connect(postgres_url().replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT version()").fetchone()
    assert row
    assert row[0].startswith("PostgreSQL")


def test_every_test_has_a_database_of_its_own(postgres_database: str) -> None:
    with psycopg.connect(postgres_database.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE only_here (n int)")
    with psycopg.connect(postgres_url().replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_redis_answers() -> None:
    with redis.Redis.from_url(redis_url()) as client:
        assert client.set("hotline", "up")
        assert client.getdel("hotline") == b"up"
