"""Threads experts have taken: what becomes more urgent there, and what is left behind by who went home."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from bot.conversation.record import Record
from bot.conversation.state import Conversation
from bot.handover.cases import Cases
from bot.handover.expert_calls import ExpertCalls
from bot.handover.experts import Experts
from bot.handover.thread_alerts import MORE_URGENT, ThreadAlerts
from bot.handover.thread_errors import NotYours, ThreadBusy
from bot.handover.thread_hold import held
from bot.handover.thread_lines import ThreadLines
from bot.handover.thread_pass import Passing, back_to_queue
from bot.handover.thread_rows import changed, lock
from bot.handover.waits import ORDER, WAITS, Place
from bot.understanding.delicate.tuning import Situation

# Whoever is at it right now needs no help.
AT_IT = timedelta(seconds=10)
# The expert reads it; nobody else need come for it.
NOT_OUTRIGHT = ("hint", "request")


class TakenThreads:
    """Looks at one thread at a time, and at the experts who have none."""

    def __init__(
        self,
        engine: Engine,
        cases: Cases,
        alerts: ThreadAlerts,
        lines: ThreadLines,
        situations: Mapping[str, Situation],
    ) -> None:
        self._engine = engine
        self._cases = cases
        self._alerts = alerts
        self._lines = lines
        self._situations = situations
        self._record, self._experts, self._calls = Record(engine), Experts(engine), ExpertCalls(engine)

    def look(self, wait: RowMapping, talk: Conversation, now: datetime) -> None:
        """Flags the gate has seen meanwhile, and whether the expert is still here."""
        urgent = self._urgency(talk)
        if ORDER.index(urgent) < ORDER.index(wait["priority"]):
            self._raise(wait, urgent, now)
        elif wait["priority"] == "P0":
            self._make_up(wait, now)
        expert = self._experts.get(wait["last_expert_id"])
        if expert is None or not expert["active"] or expert["status"] == "off":
            self._left_behind(wait, now)

    def free_the_idle(self, taken: list[RowMapping], now: datetime) -> None:
        """Who talks to nobody, neither by text nor by phone."""
        texting = {wait["last_expert_id"] for wait in taken}
        talking = [one for one in self._experts.here(("talking",)) if one["id"] not in texting]
        phoning = self._calls.on_the_phone() if talking else set()
        for expert in talking:
            if expert["id"] not in phoning and now - expert["status_since"] >= AT_IT:
                self._experts.finished(expert["id"], expert["heavy_last"], now)

    def _urgency(self, talk: Conversation) -> str:
        """By what was said outright and is not settled."""
        memory = talk.memory
        open_flags = [flag for flag in memory.flags if flag["code"] not in memory.flags_settled]
        outright = [flag for flag in open_flags if flag["level"] not in NOT_OUTRIGHT]
        found = [self._situations[flag["code"]].priority(flag["level"]) for flag in outright]
        return min(found, default=ORDER[-1])

    def _raise(self, wait: RowMapping, urgent: str, now: datetime) -> None:
        """The case and its wait; whoever changes the row tells those in charge of a P0."""
        as_seen = (WAITS.c.id == wait["id"]) & (WAITS.c.priority == wait["priority"])
        with self._engine.begin() as db:
            if not changed(db, WAITS, as_seen, priority=urgent):
                return
            self._alerts.claim(db, wait, MORE_URGENT, urgent, now)
        self._cases.queued(wait["handover_id"], Place(urgent, wait["skill"], wait["language"]))
        if urgent == "P0":
            self._alerts.send(wait, urgent, now)

    def _make_up(self, wait: RowMapping, now: datetime) -> None:
        with self._engine.connect() as db:
            history = self._alerts.history(db, wait)
        if history.owes(now):
            self._alerts.send(wait, wait["priority"], now)

    def _left_behind(self, wait: RowMapping, now: datetime) -> None:
        """To the front of the queue."""
        conversation_id, staff_id = wait["conversation_id"], wait["last_expert_id"]
        try:
            with held(self._record, conversation_id, 0), self._engine.begin() as db:
                thread = lock(db, conversation_id, staff_id)
                back_to_queue(db, thread, Passing("expert_gone"), self._lines, now)
        except (NotYours, ThreadBusy, IntegrityError):
            # Somebody else is at it, or the next second will do.
            return
