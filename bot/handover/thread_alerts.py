"""Who is in charge hears of a thread that waits too long or has become a P0; never of nothing twice.

The reason is claimed as an event first, then the alert goes out and is written down beside it. A process that
dies in between leaves a reason without an alert, which is made up for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from bot.conversation.record import EVENTS
from bot.handover.cases import HANDOVERS

OVERDUE, MORE_URGENT, ALERTED = "thread_overdue", "thread_more_urgent", "thread_alerted"
BACK = "owner_changed"
# Whoever is at it right now needs no help.
AT_IT = timedelta(seconds=10)

# Tells those in charge of a case: its number and priority.
Alert = Callable[[str, str], None]


@dataclass(frozen=True)
class History:
    """What has happened to a thread's wait: since when it waits, what was claimed and told since then."""

    since: datetime
    reasons: tuple[tuple[str, datetime], ...]
    alerted: datetime | None

    def has(self, priority: str) -> bool:
        """Whether there was a reason as urgent as this."""
        return any(reason <= priority for reason, _ in self.reasons)

    def owes(self, now: datetime) -> bool:
        """A reason nobody was told of."""
        last = max((at for _, at in self.reasons), default=None)
        return last is not None and now - last >= AT_IT and (self.alerted is None or self.alerted < last)


class ThreadAlerts:
    """Claims reasons and sends alerts."""

    def __init__(self, engine: Engine, alert: Alert) -> None:
        self._engine = engine
        self._alert = alert

    def history(self, db: Connection, wait: RowMapping) -> History:
        """From the events; waiting begins anew when an expert gives the thread back."""
        mine = (EVENTS.c.conversation_id == wait["conversation_id"]) & EVENTS.c.what.in_(
            (OVERDUE, MORE_URGENT, ALERTED, BACK)
        )
        rows = db.execute(select(EVENTS).where(mine).order_by(EVENTS.c.id)).mappings().all()
        own = [row for row in rows if row["data"].get("wait") == wait["id"]]
        back = [row["at"] for row in own if row["what"] == BACK and row["data"]["to"] == "queue"]
        since = max([wait["entered_at"], *back])
        later = [row for row in own if row["at"] >= since]
        reasons = tuple(
            (r["data"]["priority"], r["at"]) for r in later if r["what"] in (OVERDUE, MORE_URGENT)
        )
        told = [row["at"] for row in later if row["what"] == ALERTED]
        return History(since, reasons, max(told, default=None))

    def claim(self, db: Connection, wait: RowMapping, why: str, priority: str, now: datetime) -> None:
        """A reason, in the transaction that has locked the wait."""
        _event(db, wait, why, now, priority=priority)

    def send(self, wait: RowMapping, priority: str, now: datetime) -> None:
        """Tell them, then write it down."""
        with self._engine.connect() as db:
            case = select(HANDOVERS.c.case_number).where(HANDOVERS.c.id == wait["handover_id"])
            number: str = db.execute(case).scalar_one()
        self._alert(number, priority)
        with self._engine.begin() as db:
            _event(db, wait, ALERTED, now, priority=priority)


def _event(db: Connection, wait: RowMapping, what: str, now: datetime, **data: Any) -> None:
    common = {"at": now, "conversation_id": wait["conversation_id"], "who": "hotline", "what": what}
    db.execute(insert(EVENTS).values(data={"wait": wait["id"], **data}, **common))
