"""Looks after text message threads all the time: none waits unnoticed, none stays with somebody who left.

What is done is decided from the rows and claimed in them, so that several processes, or one that was
restarted, do it once.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.handover.away import told
from bot.handover.outcomes import WaitOutcome
from bot.handover.thread_errors import NotYours, ThreadBusy
from bot.handover.thread_hold import held
from bot.handover.thread_lines import ThreadLines, wait_row
from bot.handover.thread_overdue import OverdueThreads
from bot.handover.thread_rows import changed
from bot.handover.thread_taken import TakenThreads
from bot.handover.waits import WAITS, Waits

REST_S = 1.0


@dataclass(frozen=True)
class Watched:
    """What is looked after."""

    overdue: OverdueThreads
    taken: TakenThreads
    lines: ThreadLines


class ThreadWatch:
    """`work` is for a Worker."""

    def __init__(self, engine: Engine, watched: Watched, clock: Clock) -> None:
        self._engine = engine
        self._by = watched
        self._clock = clock
        self._record, self._waits = Record(engine), Waits(engine)

    def work(self) -> float:
        """What is due now; seconds to rest."""
        now = self._clock.now()
        rows = [row for row in self._waits.in_status("waiting", "talking") if row["channel"] == "sms"]
        for row in rows:
            self._look(row, now)
        self._by.taken.free_the_idle([row for row in rows if row["status"] == "talking"], now)
        return REST_S

    def _look(self, wait: RowMapping, now: datetime) -> None:
        talk = self._record.by_id(wait["conversation_id"])
        if talk is None or talk.owner is Owner.CLOSED:
            self._waits.end(wait["id"], WaitOutcome.CASE_ONLY, now)
        elif wait["status"] == "talking":
            self._by.taken.look(wait, talk, now)
        else:
            self._by.overdue.look(wait, now)
            self._say_away(wait, now)

    def _say_away(self, wait: RowMapping, now: datetime) -> None:
        """Closing time, and nobody has taken it: said once, also without a message to answer."""
        stretch = self._by.lines.away(wait, now)
        if stretch is None or told(wait["news"], stretch):
            return
        try:
            with held(self._record, wait["conversation_id"], 0), self._engine.begin() as db:
                if changed(db, WAITS, (WAITS.c.id == wait["id"]) & (WAITS.c.status == "waiting")):
                    kept = self._by.lines.say_away(db, wait_row(db, wait["id"]), stretch, now)
                    changed(db, WAITS, WAITS.c.id == wait["id"], **kept)
        except (NotYours, ThreadBusy, IntegrityError):
            # The customer is just being answered; the next second will do.
            return
