"""Both databases hold the same things the same way."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.pool import QueuePool

from bot.running.processes import WEB_THREADS
from bot.store import shop_tables, tables
from bot.store.database import Base, make_engine, table_of
from bot.store.migrate import upgrade
from bot.store.tables import CallStatusRow, TurnRow

STATUSES = table_of(CallStatusRow)
MOMENT = datetime(2026, 11, 23, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))


def test_a_moment_comes_back_as_the_same_moment_in_utc(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(insert(STATUSES).values(call_sid="CA1", status="completed", sequence=1, at=MOMENT))
        back = db.execute(select(STATUSES.c.at)).scalar_one()
    assert back == MOMENT
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with engine.begin() as db, pytest.raises(StatementError, match="without a time zone"):
        db.execute(
            insert(STATUSES).values(call_sid="CA1", status="x", sequence=1, at=MOMENT.replace(tzinfo=None))
        )


def test_moments_compare_across_zones(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(insert(STATUSES).values(call_sid="CA1", status="x", sequence=1, at=MOMENT))
        earlier = select(STATUSES.c.call_sid).where(
            STATUSES.c.at < MOMENT.astimezone(UTC) + timedelta(seconds=1)
        )
        assert db.execute(earlier).scalar() == "CA1"


def test_foreign_keys_are_kept(engine: Engine) -> None:
    turn = {"conversation_id": "nobody", "number": 1, "at": MOMENT, "language": "de"}
    with engine.begin() as db, pytest.raises(IntegrityError):
        db.execute(insert(table_of(TurnRow)).values(**turn))


def test_the_migrated_schema_is_the_schema_of_the_code(engine: Engine) -> None:
    assert tables
    assert shop_tables
    found = inspect(engine)
    columns = {name: {column["name"] for column in found.get_columns(name)} for name in Base.metadata.tables}
    assert columns == {
        name: {column.name for column in table.columns} for name, table in Base.metadata.tables.items()
    }


def test_the_migrated_schema_refuses_the_same_duplicates_as_the_code(engine: Engine) -> None:
    found = inspect(engine)
    for name, table in Base.metadata.tables.items():
        wanted = {tuple(sorted(index.columns.keys())) for index in table.indexes}
        assert wanted <= {
            tuple(sorted(str(c) for c in index["column_names"])) for index in found.get_indexes(name)
        }


def test_a_column_may_be_empty_in_both_or_in_neither(engine: Engine) -> None:
    found = inspect(engine)
    for name, table in Base.metadata.tables.items():
        nullable = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert nullable == {column.name: column.nullable for column in table.columns}, name


def test_an_empty_postgres_is_migrated_from_nothing(postgres_database: str) -> None:
    upgrade(postgres_database)
    engine = make_engine(postgres_database)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_migrating_twice_changes_nothing(database_url: str, engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(insert(STATUSES).values(call_sid="CA1", status="x", sequence=1, at=MOMENT))
    upgrade(database_url)
    with engine.connect() as db:
        assert db.execute(select(STATUSES.c.call_sid)).scalar() == "CA1"


def test_the_folder_of_a_file_database_is_made(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/new/deep/hotline.db")
    assert (tmp_path / "new" / "deep" / "hotline.db").exists()


@pytest.mark.parametrize(
    "url", ["postgres://u:p@h/db", "postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"]
)
def test_every_spelling_of_postgres_is_psycopg(url: str) -> None:
    assert make_engine(url).url.drivername == "postgresql+psycopg"
    assert make_engine(url).url.password == "p"


def test_sqlite_lets_readers_work_beside_the_writer(sqlite: Engine) -> None:
    with sqlite.connect() as db:
        settings = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10000}


def test_many_threads_may_write_at_once(engine: Engine) -> None:
    faults: list[Exception] = []

    def write(number: int) -> None:
        try:
            with engine.begin() as db:
                db.execute(insert(STATUSES).values(call_sid=f"CA{number}", status="x", sequence=1, at=MOMENT))
        except Exception as error:
            faults.append(error)

    threads = [Thread(target=write, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_there_are_connections_for_all_threads_of_the_server(sqlite: Engine) -> None:
    pool = sqlite.pool
    assert isinstance(pool, QueuePool)
    # A turn needs up to two at once: its own, and one for the case it opens.
    assert pool.size() + pool._max_overflow >= WEB_THREADS
