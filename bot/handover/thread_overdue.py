"""Threads nobody takes: those in charge are told, and the customer gets one honest line."""

from datetime import datetime

from sqlalchemy import Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from bot.handover.thread_alerts import OVERDUE, ThreadAlerts
from bot.handover.thread_limits import ThreadLimits
from bot.handover.thread_lines import ThreadLines, wait_row
from bot.handover.thread_rows import changed
from bot.handover.waits import WAITS


class OverdueThreads:
    """Looks at one waiting thread at a time."""

    def __init__(
        self, engine: Engine, alerts: ThreadAlerts, limits: ThreadLimits, lines: ThreadLines
    ) -> None:
        self._engine = engine
        self._alerts = alerts
        self._limits = limits
        self._lines = lines

    def look(self, wait: RowMapping, now: datetime) -> None:
        """Once for every time it came to the queue, and again when it has become more urgent."""
        if now - wait["entered_at"] < self._limits.limits[wait["priority"]]:
            return
        with self._engine.connect() as db:
            history = self._alerts.history(db, wait)
        if history.owes(now):
            self._alerts.send(wait, wait["priority"], now)
        elif not history.has(wait["priority"]) and self._is_overdue(wait, history.since, now):
            self.escalate(wait, now)

    def _is_overdue(self, wait: RowMapping, since: datetime, now: datetime) -> bool:
        return self._limits.overdue(wait["priority"], wait["skill"], since, now)

    def escalate(self, wait: RowMapping, now: datetime) -> None:
        """Tell those in charge, unless they were told of it as urgent as it is."""
        try:
            claimed = self._claimed(wait["id"], now)
        except IntegrityError:
            # The customer has just written; the next second will do.
            return
        if claimed:
            self._alerts.send(wait, wait["priority"], now)

    def _claimed(self, wait_id: str, now: datetime) -> bool:
        """Only one process escalates, and only what still waits."""
        with self._engine.begin() as db:
            if not changed(db, WAITS, (WAITS.c.id == wait_id) & (WAITS.c.status == "waiting")):
                return False
            wait = wait_row(db, wait_id)
            history = self._alerts.history(db, wait)
            if history.has(wait["priority"]):
                return False
            self._alerts.claim(db, wait, OVERDUE, wait["priority"], now)
            if not history.reasons:
                self._lines.say(db, wait, "thread_overdue", now)
            return True
