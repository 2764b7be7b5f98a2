"""Where Rasa keeps its dialogues: the running session of each conversation, one row, SQLite or PostgreSQL.

The conversation record is the server's; Rasa needs the present state only. One row read and one row written
per turn keep the time flat whatever is stored, and what is not kept cannot leak.
"""

import os
import time
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Optional

import sqlalchemy as sa
import ujson
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

# Of its own: the table may share a PostgreSQL database with the server's, which are Alembic's.
TABLES = sa.MetaData()
DIALOGUES = sa.Table(
    "rasa_dialogues",
    TABLES,
    sa.Column("conversation_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)
SAVES_BETWEEN_CLEANINGS = 1_000


class DialogueStore(TrackerStore):
    """Rasa's tracker store; raises SQLAlchemyError when the database does not answer."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Any = None,
        environ: Mapping[str, str] = os.environ,
        now: Callable[[], float] = time.time,
        **_from_endpoints: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._now = now
        self._kept_s = kept_seconds(environ)
        self._engine = make_engine(database_url(environ))
        self._upsert = _upsert(self._engine.name)
        self._saves = 0
        TABLES.create_all(self._engine)
        self.clean()

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The running session, or None for a conversation not seen yet."""
        query = sa.select(DIALOGUES.c.events).where(DIALOGUES.c.conversation_id == sender_id)
        with self._engine.connect() as connection:
            events = connection.execute(query).scalar()
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, ujson.loads(events), self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces what was stored of this conversation."""
        events = ujson.dumps([event.as_dict() for event in tracker.events])
        row = {"conversation_id": tracker.sender_id, "events": events, "updated_at": self._now()}
        with self._engine.begin() as connection:
            connection.execute(self._upsert, row)
        self._clean_now_and_then()

    async def keys(self) -> Iterable[str]:
        """The ids of all stored conversations."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(DIALOGUES.c.conversation_id)).scalars())

    def clean(self) -> None:
        """Delete dialogues that rested too long to be taken up again."""
        rested = sa.delete(DIALOGUES).where(DIALOGUES.c.updated_at < self._now() - self._kept_s)
        with self._engine.begin() as connection:
            connection.execute(rested)

    def _clean_now_and_then(self) -> None:
        self._saves += 1
        if self._saves % SAVES_BETWEEN_CLEANINGS == 0:
            self.clean()


def _upsert(dialect: str) -> Any:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(DIALOGUES)
    changed = {"events": insert.excluded.events, "updated_at": insert.excluded.updated_at}
    return insert.on_conflict_do_update(index_elements=["conversation_id"], set_=changed)


def kept_seconds(environ: Mapping[str, str]) -> float:
    """How long a resting dialogue is kept: a day more than twice the rest that ends a thread."""
    return 3600 * (24 + 2 * float(environ.get("SMS_REST_HOURS") or 12))


def database_url(environ: Mapping[str, str]) -> str:
    """PostgreSQL as the server uses it, read by psycopg2 here; otherwise a file of Rasa's own in DATA_DIR."""
    url = environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://", "postgresql+")):
        return "postgresql+psycopg2://" + url.split("://", 1)[1]
    directory = Path(environ.get("DATA_DIR") or "var").absolute()
    directory.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{directory}/rasa.db"


def make_engine(url: str) -> Engine:
    """Parameters are hidden in errors, because they hold what callers said."""
    if url.startswith("postgresql"):
        return sa.create_engine(
            url, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": 3}, hide_parameters=True
        )
    # Rasa works in one thread: one connection kept open saves opening the file twice per turn.
    waiting = {"check_same_thread": False, "timeout": 3}
    engine = sa.create_engine(url, poolclass=StaticPool, connect_args=waiting, hide_parameters=True)
    sa.event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
