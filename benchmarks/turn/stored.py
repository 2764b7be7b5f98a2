"""Fills the hotline's and Rasa's databases with copies of a real conversation, straight into their tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# Random ids, because real ones are: they are spread over the whole index.
_NEW = (
    "CREATE TEMP TABLE new AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) "
    "SELECT i, lower(hex(randomblob(16))) || 'copy' AS id FROM n WHERE i <= ?"
)
# A whole call of the benchmark's script: its greeting and five turns.
_MODEL = "SELECT id FROM conversations WHERE channel = 'voice' AND turns = 5 ORDER BY started_at LIMIT 1"
_COPIED = {
    "conversations": {"id": "new.id", "call_sid": "'CA' || new.id", "caller": "'+49170' || new.i"},
    # Answers are cut short: a gigabyte of TwiML would only test the disk.
    "turns": {
        "id": "NULL",
        "conversation_id": "new.id",
        "message_sid": "NULL",
        "answer": "substr(m.answer, 1, 200)",
    },
    "events": {"id": "NULL", "conversation_id": "new.id"},
    "rasa_dialogues": {"conversation_id": "new.id"},
}
_KEY = {"conversations": "id"}


def fill(data_dir: Path, amount: int) -> None:
    """Bring the number of stored conversations up to `amount`, with all their turns, events and dialogues."""
    with _database(data_dir / "hotline.db") as hotline:
        model = str(hotline.execute(_MODEL).fetchone()[0])
        missing = amount - int(hotline.execute("SELECT count(*) FROM conversations").fetchone()[0])
        hotline.execute(_NEW, (max(missing, 0), missing))
        ids = hotline.execute("SELECT i, id FROM new").fetchall()
        for table in ("conversations", "turns", "events"):
            _copy(hotline, table, model)
    with _database(data_dir / "rasa.db") as rasa:
        rasa.execute("CREATE TEMP TABLE new (i INTEGER, id TEXT)")
        rasa.executemany("INSERT INTO new VALUES (?, ?)", ids)
        _copy(rasa, "rasa_dialogues", model)


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=60)) as db:
        yield db
        db.commit()
        # Otherwise the measured turns would carry the log of all this into the database.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _copy(db: sqlite3.Connection, table: str, model: str) -> None:
    """All of the model's rows in the table once for every new id."""
    changed = _COPIED[table]
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(column, f"m.{column}") for column in columns)
    names, key = ", ".join(columns), _KEY.get(table, "conversation_id")
    db.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM new, {table} m WHERE m.{key} = ?",  # noqa: S608
        (model,),
    )
