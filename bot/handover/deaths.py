"""Talks that died young: an expert's line lost within 90 seconds, with the caller still there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine, RowMapping, select

from bot.clock import Clock
from bot.conversation.record import EVENTS, Record
from bot.handover.call_ends import Rows
from bot.handover.case_notes import CaseNotes
from bot.handover.outcomes import CallOutcome
from bot.store.database import table_of
from bot.store.tables import CallStatusRow

log = structlog.get_logger(__name__)

STATUSES = table_of(CallStatusRow)
EVERY_S = 10
YOUNG = timedelta(seconds=90)
# Only then is it certain that the caller did not put the phone down in the same moment.
CERTAIN = timedelta(seconds=15)
# So far back it is looked for, in case nobody looked for a while.
LOOK_BACK = timedelta(hours=1)
# Most looks go back only as far as a look may have been late; the long one comes every five minutes.
LATELY, ALL_EVERY_S = timedelta(minutes=2), 300
# The carrier lost the caller's line; hanging up is "completed".
LOST = "failed"


class Deaths:
    """Leaves a note in the case, an event `bridge_died`, and counts by `died()`; once for every call."""

    def __init__(
        self, engine: Engine, rows: Rows, record: Record, clock: Clock, died: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._rows = rows
        self._record = record
        self._clock = clock
        self._died = died
        self._notes = CaseNotes(engine)

    def look(self) -> None:
        """Talks that ended lately; every ten seconds, which is soon enough for a note."""
        now = self._clock.now()
        second = int(now.timestamp())
        if second % EVERY_S:
            return
        back = LATELY if second % ALL_EVERY_S else LOOK_BACK
        for call in self._rows.calls.ended_between(now - back, now - CERTAIN):
            young = call["joined_at"] and call["ended_at"] - call["joined_at"] < YOUNG
            wait = self._rows.waits.get(call["wait_id"]) if young else None
            if wait and self._lost(call, wait):
                self._note(call, wait, now)

    def _lost(self, call: RowMapping, wait: RowMapping) -> bool:
        if call["outcome"] == CallOutcome.DROPPED_IN_CALL:
            left = wait["ended_at"]
            return left is None or left - call["ended_at"] > CERTAIN
        if call["outcome"] not in (CallOutcome.COMPLETED, CallOutcome.CALLER_GONE):
            return False
        talk = self._record.by_id(wait["conversation_id"])
        line = select(STATUSES.c.status).where(STATUSES.c.call_sid == (talk.call_sid if talk else None))
        with self._engine.connect() as db:
            return db.execute(line).scalar() == LOST

    def _note(self, call: RowMapping, wait: RowMapping, now: datetime) -> None:
        seconds = round((call["ended_at"] - call["joined_at"]).total_seconds())
        talk = self._record.by_id(wait["conversation_id"])
        if talk is None or self._known(talk.id, call["id"]):
            return
        self._notes.add(wait["handover_id"], "bridge_died", f"{seconds} s", call["id"], now)
        talk.last_at = now
        self._record.event(talk, "watchdog", "bridge_died", {"expert_call": call["id"], "seconds": seconds})
        log.warning("bridge_died", conversation=talk.id, expert_call=call["id"], seconds=seconds)
        self._died()

    def _known(self, conversation_id: str, call_id: str) -> bool:
        mine = (EVENTS.c.conversation_id == conversation_id) & (EVENTS.c.what == "bridge_died")
        with self._engine.connect() as db:
            noted = db.execute(select(EVENTS.c.data).where(mine)).scalars().all()
        return any(data["expert_call"] == call_id for data in noted)
