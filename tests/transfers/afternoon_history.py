"""Every state that waits, staff and calls of experts were ever in, kept by the database itself, in order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.builders import NOW
from tests.virtual import VirtualHotline

TABLES = ("waits", "staff", "expert_calls")
MOMENTS = ("_at", "_since", "due_from", "due_by")


@dataclass(frozen=True)
class Change:
    """One row as it was from then on."""

    table: str
    row: dict[str, Any]


def keep_history(hotline: VirtualHotline) -> None:
    """From now on every change of a row is kept."""
    with hotline.engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE history (number INTEGER PRIMARY KEY, name TEXT, content TEXT)")
        for table in TABLES:
            names = [row[1] for row in db.exec_driver_sql(f"PRAGMA table_info({table})")]
            content = ", ".join(f"'{name}', NEW.{name}" for name in names)
            for event in ("INSERT", "UPDATE"):
                db.exec_driver_sql(
                    f"CREATE TRIGGER history_{table}_{event} AFTER {event} ON {table} BEGIN "
                    f"INSERT INTO history (name, content) VALUES ('{table}', json_object({content})); END"
                )


def history(hotline: VirtualHotline) -> Iterator[Change]:
    """All of it, oldest first."""
    for row in hotline.rows("SELECT name, content FROM history ORDER BY number"):
        yield Change(row["name"], read(json.loads(row["content"])))


def read(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the hotline's own code sees it: moments and lists instead of texts."""
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and (name == "at" or name.endswith(MOMENTS)):
        return datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(NOW.tzinfo)
    if isinstance(value, str) and value.startswith("["):
        return json.loads(value)
    return bool(value) if name in ("first", "heavy_last", "active") else value
