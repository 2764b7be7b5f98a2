"""Looks after text message threads all the time: none waits unnoticed, none stays with somebody who left.

What is done is decided from the rows and claimed in them, so that several processes, or one that was
restarted, do it once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Engine, RowMapping, bindparam, select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, Record
from bot.handover.away import Away, told
from bot.handover.outcomes import WaitOutcome
from bot.handover.thread_errors import NotYours, ThreadBusy
from bot.handover.thread_hold import held
from bot.handover.thread_lines import ThreadLines, wait_row
from bot.handover.thread_overdue import OverdueThreads
from bot.handover.thread_rows import changed
from bot.handover.thread_taken import TakenThreads
from bot.handover.waits import WAITS, Place, Waits

REST_S = 1.0
# Asked every second: worded once.
OWNERS = select(CONVERSATIONS.c.id, CONVERSATIONS.c.owner).where(
    CONVERSATIONS.c.id.in_(bindparam("ids", expanding=True))
)

AwayFrom = Callable[[Place], Away | None]


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
        rows = self._waits.in_status("waiting", "talking", channels=("sms",))
        owners = self._owners(rows)
        # Whether anybody could answer is asked once for all who need the same.
        away = cache(lambda place: self._by.lines.away(place, now))
        for row in rows:
            self._look(row, owners.get(row["conversation_id"], Owner.CLOSED), away, now)
        self._by.taken.free_the_idle([row for row in rows if row["status"] == "talking"], now)
        return REST_S

    def _look(self, wait: RowMapping, owner: str, away: AwayFrom, now: datetime) -> None:
        if owner == Owner.CLOSED:
            self._waits.end(wait["id"], WaitOutcome.CASE_ONLY, now)
        elif wait["status"] == "waiting":
            self._by.overdue.look(wait, now)
            self._say_away(wait, away(Place(wait["priority"], wait["skill"], wait["language"])), now)
        elif talk := self._record.by_id(wait["conversation_id"]):
            self._by.taken.look(wait, talk, now)

    def _owners(self, waits: list[RowMapping]) -> dict[str, str]:
        if not waits:
            return {}
        with self._engine.connect() as db:
            found = db.execute(OWNERS, {"ids": [wait["conversation_id"] for wait in waits]})
            return {row.id: row.owner for row in found}

    def _say_away(self, wait: RowMapping, stretch: Away | None, now: datetime) -> None:
        """Closing time, and nobody has taken it: said once, also without a message to answer."""
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
