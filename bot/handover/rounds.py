"""What becomes of a caller whom nobody at work has taken: a second round, then an honest word."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping, select

from bot.clock import Clock
from bot.conversation.record import EVENTS, Record
from bot.handover.call_ends import NOT_TAKEN, Rows
from bot.handover.cases import HANDOVERS
from bot.handover.outcomes import CallOutcome

SECOND_ROUND = timedelta(seconds=20)
ROUNDS = 2
# Whoever stays on the line all the same is told again after this time.
SAY_AGAIN = timedelta(minutes=2)
# A person in danger is never told that nobody comes: everybody is rung anew.
NEVER_TOLD = "P0"
# Tells those in charge of a case: its number and priority.
Alert = Callable[[str, str], None]


def nobody_told(case: str, priority: str) -> None:
    """Where nobody is in charge."""


class Rounds:
    """Decides from the calls made so far; what was said is in the events."""

    def __init__(
        self, engine: Engine, rows: Rows, record: Record, clock: Clock, alert: Alert = nobody_told
    ) -> None:
        self._engine = engine
        self._alert = alert
        self._rows = rows
        self._record = record
        self._clock = clock

    def nobody_left(self, wait: RowMapping) -> None:
        """Ask everybody once more, or tell the caller the truth."""
        now, told_at = self._clock.now(), self._told_at(wait)
        calls = self._rows.calls.of_wait(wait["id"])
        refused = [call for call in calls if call["outcome"] in NOT_TAKEN]
        if refused and now - refused[-1]["ended_at"] < SECOND_ROUND:
            return
        asked = Counter(
            call["staff_id"] for call in refused if told_at is None or call["created_at"] > told_at
        )
        if asked and max(asked.values()) < ROUNDS:
            self._anew(wait, calls)
        elif _may_tell(wait) and (told_at is None or now - told_at >= SAY_AGAIN):
            self._tell(wait, now, first=told_at is None)
        elif asked and not _may_tell(wait):
            self._anew(wait, calls)

    def _anew(self, wait: RowMapping, calls: Sequence[RowMapping]) -> None:
        """Everybody may be rung again but who has passed this caller on."""
        passed_on = {call["staff_id"] for call in calls if call["outcome"] == CallOutcome.TRANSFERRED}
        self._rows.waits.change(wait["id"], "waiting", not_experts=sorted(passed_on))

    def _tell(self, wait: RowMapping, now: datetime, first: bool) -> None:
        """The caller; and those in charge, once."""
        talk = self._record.by_id(wait["conversation_id"])
        calls = self._rows.calls.of_wait(wait["id"])
        if talk and wait["news"] is None and self._rows.waits.change(wait["id"], "waiting", news="nobody"):
            talk.last_at = now
            self._record.event(talk, "hotline", "nobody_left", {"wait": wait["id"]})
            self._anew(wait, calls)
            if first:
                self._tell_leads(wait)

    def _tell_leads(self, wait: RowMapping) -> None:
        case = select(HANDOVERS.c.case_number).where(HANDOVERS.c.id == wait["handover_id"])
        with self._engine.connect() as db:
            self._alert(db.execute(case).scalar_one(), wait["priority"])

    def _told_at(self, wait: RowMapping) -> datetime | None:
        mine = (EVENTS.c.conversation_id == wait["conversation_id"]) & (EVENTS.c.what == "nobody_left")
        with self._engine.connect() as db:
            found = db.execute(select(EVENTS.c.at, EVENTS.c.data).where(mine)).all()
        return max((at for at, data in found if data["wait"] == wait["id"]), default=None)


def _may_tell(wait: RowMapping) -> bool:
    """Whether there is somebody on the line who may be told."""
    return bool(wait["channel"] == "voice" and wait["priority"] != NEVER_TOLD)
