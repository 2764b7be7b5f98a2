"""The record of one call to a customer: a conversation of its own, with what is known from theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping, or_, select, update

from bot.conversation.record import CONVERSATIONS, Record, Repeated
from bot.conversation.state import Conversation, Memory
from bot.handover.callback_topic import CallbackTopics
from bot.handover.cases import HANDOVERS
from bot.handover.waits import WAITS

# One process dials, and when the carrier fails nobody tries more often than this.
DIAL_EVERY = timedelta(seconds=4)
# What they told us before.
KEPT = ("facts", "flags", "flags_settled", "signals", "done", "later", "child", "caller_customers")


class CallbackLegs:
    """A leg has its wait's conversation id, set from the beginning; one of `own_numbers` calls."""

    def __init__(self, engine: Engine, topics: CallbackTopics, own_numbers: Sequence[str]) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._topics = topics
        self._own_numbers = own_numbers

    def begin(self, wait: RowMapping, phone: str, now: datetime) -> Conversation:
        """The leg of this wait, once."""
        if known := self._record.by_id(wait["conversation_id"]):
            return known
        case = self.case_of(wait)
        theirs = self._record.by_id(case["conversation_id"])
        leg = Conversation(
            id=wait["conversation_id"],
            channel="voice",
            language=wait["language"],
            caller=phone,
            called=self._number_for(theirs),
            started_at=now,
            last_at=now,
            memory=_known(case, theirs),
        )
        called_for = {"case": case["case_number"], "promise": wait["promise_id"]}
        try:
            self._record.begin(leg, [("callback_begun", called_for)])
        except Repeated:
            return self._record.by_id(leg.id) or leg
        return leg

    def claim(self, wait_id: str, now: datetime) -> bool:
        """Take it on oneself to dial for this wait; False while somebody else is at it."""
        free = or_(WAITS.c.spoken_at.is_(None), WAITS.c.spoken_at <= now - DIAL_EVERY)
        mine = update(WAITS).where(WAITS.c.id == wait_id, WAITS.c.status != "over", free)
        with self._engine.begin() as db:
            return db.execute(mine.values(spoken_at=now)).rowcount == 1

    def dialled(self, leg_id: str, call_sid: str) -> None:
        """The carrier's name for the call."""
        mine = update(CONVERSATIONS).where(CONVERSATIONS.c.id == leg_id, CONVERSATIONS.c.call_sid.is_(None))
        with self._engine.begin() as db:
            db.execute(mine.values(call_sid=call_sid))

    def wait_of(self, leg_id: str) -> RowMapping | None:
        """What this call was made for, over or not."""
        mine = select(WAITS).where(WAITS.c.conversation_id == leg_id).order_by(WAITS.c.entered_at.desc())
        with self._engine.connect() as db:
            return db.execute(mine.limit(1)).mappings().first()

    def case_of(self, wait: RowMapping) -> RowMapping:
        """The case it is about."""
        with self._engine.connect() as db:
            mine = select(HANDOVERS).where(HANDOVERS.c.id == wait["handover_id"])
            return db.execute(mine).mappings().one()

    def benefit(self, wait: RowMapping) -> str:
        """What the customer gets of being called."""
        return self._topics.benefit(self.case_of(wait), wait["language"])

    def _number_for(self, theirs: Conversation | None) -> str:
        """The number they had called, where it is still ours; else the first."""
        called = theirs.called if theirs else ""
        return called if called in self._own_numbers else self._own_numbers[0]


def _known(case: RowMapping, theirs: Conversation | None) -> Memory:
    """What the customer told us, so that the packet keeps it; no open question, nothing half-said."""
    before = theirs.memory if theirs else Memory()
    memory = Memory(wish=before.wish, wish_words=before.wish_words)
    for name in KEPT:
        setattr(memory, name, getattr(before, name))
    number, kind = case["case_number"], case["kind"]
    memory.case = {"id": case["id"], "number": number, "kind": kind, "promised": True}
    return memory
