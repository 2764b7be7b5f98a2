import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from benchmarks.turn.stored import fill
from bot.conversation.record import EVENTS, Record
from bot.conversation.start import new_conversation
from bot.conversation.state import Heard
from bot.store.database import Base, make_engine

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hotline's and Rasa's databases with one whole call in them."""
    engine = make_engine(f"sqlite:///{tmp_path}/hotline.db")
    Base.metadata.create_all(engine)
    record, talk = Record(engine), new_conversation("voice", "+4915112345678", "+4930901820", NOW)
    talk.call_sid = "CA1"
    record.begin(talk)
    for number in range(6):
        record.open_turn(talk, Heard("guten tag"), number, 0)
    with engine.begin() as db:
        db.execute(insert(EVENTS).values(at=NOW, conversation_id=talk.id, who="hotline", what="x", data={}))
    engine.dispose()
    rasa = sqlite3.connect(tmp_path / "rasa.db")
    rasa.execute("CREATE TABLE rasa_dialogues (conversation_id PRIMARY KEY, events, updated_at)")
    rasa.execute("INSERT INTO rasa_dialogues VALUES (?, '[]', 1.0)", (talk.id,))
    rasa.commit()
    rasa.close()
    return tmp_path


def counted(folder: Path, file: str, table: str) -> int:
    db = sqlite3.connect(folder / file)
    try:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        db.close()


def test_there_are_as_many_conversations_as_wanted_each_with_everything_of_the_first(folder: Path) -> None:
    fill(folder, 20)
    rows = {table: counted(folder, "hotline.db", table) for table in ("conversations", "turns", "events")}
    assert rows == {"conversations": 20, "turns": 120, "events": 40}
    assert counted(folder, "rasa.db", "rasa_dialogues") == 20


def test_filling_again_adds_only_what_is_missing(folder: Path) -> None:
    fill(folder, 20)
    fill(folder, 25)
    assert counted(folder, "hotline.db", "conversations") == 25


def test_nothing_is_added_where_enough_is(folder: Path) -> None:
    fill(folder, 1)
    assert counted(folder, "hotline.db", "turns") == 6
