"""What the hotline wrote down, read from its tables by plain sqlite3 or psycopg."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]
TABLES = (
    "conversations",
    "turns",
    "events",
    "handovers",
    "waits",
    "expert_calls",
    "presence_changes",
    "staff",
)
TABLES += (
    "promises",
    "case_closings",
    "dials",
    "voicemails",
    "outgoing_messages",
    "opt_outs",
    "shop_confirmations",
)
JSON_COLUMNS = ("data", "memory", "packet")


class Day:
    """Everything that was written down, and the time to count it for."""

    def __init__(self, tables: dict[str, list[Row]], since: datetime, until: datetime, now: datetime) -> None:
        self.tables = tables
        self.since, self.until, self.now = since, until, now

    def __getitem__(self, name: str) -> list[Row]:
        return self.tables[name]

    def during(self, rows: Iterable[Row], column: str) -> list[Row]:
        """Those whose moment lies in the time asked for."""
        return [row for row in rows if row[column] and self.since <= row[column] < self.until]

    def events(self, what: str) -> list[Row]:
        """All events of this kind."""
        return [row for row in self["events"] if row["what"] == what]

    def talks_with(self, what: str) -> set[str]:
        """Conversations in which this happened."""
        return {row["conversation_id"] for row in self.events(what)}


def tables_of(url: str) -> dict[str, list[Row]]:
    return {table: [_plain(row) for row in _rows(url, f"SELECT * FROM {table}")] for table in TABLES}


def _rows(url: str, query: str) -> list[Row]:
    if url.startswith("sqlite"):
        db = sqlite3.connect(url.partition(":///")[2])
        db.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in db.execute(query)]
        finally:
            db.close()
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect("postgresql://" + url.partition("://")[2], row_factory=dict_row) as server:
        return [dict(row) for row in server.execute(query)]  # type: ignore[arg-type]


def _plain(row: Row) -> Row:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name in JSON_COLUMNS and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if isinstance(value, str) and len(value) == 26 and value[4] == "-" and value[10] == " ":
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value
