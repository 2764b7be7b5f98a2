"""Looks after text message threads all the time: none waits for ever, none stays with somebody who left.

What is done is decided from the rows and claimed in them, so that several processes, or one that was
restarted, do it once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Engine, RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import EVENTS, Record
from bot.conversation.state import Conversation
from bot.handover.away import told
from bot.handover.call_ends import HEAVY
from bot.handover.cases import HANDOVERS, Cases
from bot.handover.expert_calls import LIVE, ExpertCalls
from bot.handover.experts import Experts
from bot.handover.outcomes import WaitOutcome
from bot.handover.thread_errors import NotYours
from bot.handover.thread_limits import ThreadLimits
from bot.handover.thread_lines import ThreadLines, wait_row
from bot.handover.thread_pass import Passing, back_to_queue
from bot.handover.thread_rows import changed, lock
from bot.handover.waits import ORDER, WAITS, Place, Waits
from bot.understanding.delicate.tuning import Situation

log = structlog.get_logger(__name__)

REST_S = 1.0
# Whoever is at it right now needs no help.
AT_IT = timedelta(seconds=10)
NOT_SAID_OUTRIGHT = ("hint", "request")
OVERDUE, ALERTED, MORE_URGENT = "thread_overdue", "thread_alerted", "thread_more_urgent"

# Tells those in charge of a case: its number and priority.
Alert = Callable[[str, str], None]


@dataclass(frozen=True)
class Watching:
    """What the watch goes by; `wake` is told that there is something to send."""

    lines: ThreadLines
    limits: ThreadLimits
    situations: Mapping[str, Situation]
    alert: Alert
    wake: Callable[[], None]


class ThreadWatch:
    """`work` is for a Worker."""

    def __init__(self, engine: Engine, cases: Cases, watching: Watching, clock: Clock) -> None:
        self._engine = engine
        self._cases = cases
        self._by = watching
        self._clock = clock
        self._record, self._waits, self._experts = Record(engine), Waits(engine), Experts(engine)

    def work(self) -> float:
        """What is due now; seconds to rest."""
        now = self._clock.now()
        for wait in self._waits.in_status("waiting", "talking"):
            if wait["channel"] == "sms":
                self._look(wait, now)
        self._free_the_idle(now)
        return REST_S

    def _look(self, wait: RowMapping, now: datetime) -> None:
        talk = self._record.by_id(wait["conversation_id"])
        if talk is None or talk.owner is Owner.CLOSED:
            self._waits.end(wait["id"], WaitOutcome.CASE_ONLY, now)
        elif wait["status"] == "talking":
            self._more_urgent(wait, talk, now)
            self._abandoned(wait, now)
        else:
            self._overdue(wait, talk, now)
            self._away(wait, now)
