"""What the carrier says of a call's progress; the highest sequence number has the last word."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, insert, update
from sqlalchemy.exc import IntegrityError

from bot.store.database import table_of
from bot.store.tables import CallStatusRow

STATUSES = table_of(CallStatusRow)


class CallStatuses:
    """Keeps the latest status of every call."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, fields: Mapping[str, str], at: datetime) -> None:
        """Store a status callback; older ones than what is known change nothing."""
        sid, sequence = fields.get("CallSid", "")[:64], _number(fields.get("SequenceNumber"))
        values = {"status": fields.get("CallStatus", "")[:20], "sequence": sequence, "at": at}
        values["seconds"] = _number(fields.get("CallDuration")) if fields.get("CallDuration") else None
        try:
            with self._engine.begin() as db:
                db.execute(insert(STATUSES).values(call_sid=sid, **values))
        except IntegrityError:
            newer = update(STATUSES).where(STATUSES.c.call_sid == sid, STATUSES.c.sequence < sequence)
            with self._engine.begin() as db:
                db.execute(newer.values(**values))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
