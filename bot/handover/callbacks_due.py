"""Call backs whose time has come: each waits in its old place, so that an expert is rung first."""

import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine, RowMapping, Select, func, insert, select, update

from bot.handover.callback_ends import CallbackEnds
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.dialling import CALLBACK
from bot.handover.experts import STAFF
from bot.handover.open_callbacks import SERVED
from bot.handover.outbound_facts import Asked
from bot.handover.outbound_rules import OutboundRules, Refusal, request_of
from bot.handover.promises import PromiseOutcome, Promises
from bot.handover.waits import WAITS

log = structlog.get_logger(__name__)

# No expert is rung any more when the window ends before they could have heard the brief.
LAST_MOMENT = timedelta(seconds=45)
# Asked every second: worded once.
SERVED_MEANWHILE = (
    select(PROMISES.c.id)
    .join(WAITS, (WAITS.c.promise_id == PROMISES.c.id) & WAITS.c.outcome.in_(SERVED))
    .where(PROMISES.c.outcome == PromiseOutcome.OPEN)
)
# These will not pass with time: the promise is settled, the case stays for a person to look at.
FOR_GOOD = (Refusal.ON_HOLD, Refusal.NOT_CALLABLE, Refusal.TRIES_USED)


class CallbacksDue:
    """`work` is a step of the dispatcher's worker; all it knows is in the rows."""

    def __init__(self, engine: Engine, promises: Promises, rules: OutboundRules, ends: CallbackEnds) -> None:
        self._engine = engine
        self._promises = promises
        self._rules = rules
        self._ends = ends

    def work(self, now: datetime) -> int:
        """Put everybody in line who is to be called now; says how many."""
        for promise_id in self._served():
            self._promises.settle(promise_id, PromiseOutcome.CANCELLED, now)
        return sum(self._enter(promise, now) for promise in self._promises.due(now))

    def may_ring(self, promise: RowMapping, now: datetime, leg_id: str | None = None) -> Refusal | None:
        """Why the customer cannot be called now or in a moment; `leg_id` is the record of this very call."""
        with self._engine.connect() as db:
            asked = asked_by(promise, leg_id)
            refused = self._rules.why_not(db, asked, now)
            return refused or self._rules.why_not(db, asked, now + LAST_MOMENT)

    def is_due(self, wait: RowMapping, now: datetime) -> bool:
        """Whether the customer of this wait is still to be called now."""
        promise = self._promises.get(wait["promise_id"])
        return promise is not None and self.may_ring(promise, now, wait["conversation_id"]) is None

    def _enter(self, promise: RowMapping, now: datetime) -> bool:
        refused = self.may_ring(promise, now)
        if refused in FOR_GOOD:
            self._ends.settle_unreached(promise, refused.value, now)
        if refused is None and self._line_up(promise, now):
            log.info("callback_due", case=promise["case_number"], promise=promise["id"])
            return True
        return False

    def _served(self) -> list[int]:
        """Who has called in meanwhile and talked to somebody need not be called."""
        with self._engine.connect() as db:
            return list(db.execute(SERVED_MEANWHILE).scalars())

    def _line_up(self, promise: RowMapping, now: datetime) -> bool:
        """Once for every promise, whoever else looks at the same moment."""
        with self._engine.begin() as db:
            return line_up(db, promise, now) is not None


def line_up(db: Connection, promise: RowMapping, now: datetime) -> str | None:
    """The promise waits from now on, in the caller's transaction; None where it does already."""
    _lock(db, promise)
    if db.execute(_waits_for(promise["id"])).first() is not None:
        return None
    case = db.execute(select(HANDOVERS).where(HANDOVERS.c.id == promise["handover_id"])).mappings()
    wait, who = _wait(promise, case.one(), _place(db, promise, now)), _promised_by(db, promise)
    # An appointment with somebody comes before those of the same priority.
    wait |= {"last_expert_id": who, "first": who is not None}
    db.execute(insert(WAITS).values(**wait))
    return str(wait["id"])


def asked_by(promise: RowMapping, leg_id: str | None = None) -> Asked:
    """The call that keeps this promise, as the rules see it; `leg_id` is its record, where there is one."""
    request, phone = request_of(promise["id"]), promise["phone"] or ""
    return Asked(CALLBACK, phone, request, benefit=request, conversation_id=leg_id)


def _lock(db: Connection, promise: RowMapping) -> None:
    mine = update(PROMISES).where(PROMISES.c.id == promise["id"])
    db.execute(mine.values(attempts=PROMISES.c.attempts))


def _waits_for(promise_id: int) -> Select[tuple[str]]:
    return select(WAITS.c.id).where(WAITS.c.promise_id == promise_id, WAITS.c.status != "over").limit(1)


def _place(db: Connection, promise: RowMapping, now: datetime) -> datetime:
    """Since when they have waited: for a person on the line, or for this call."""
    first = select(func.min(WAITS.c.entered_at)).where(WAITS.c.handover_id == promise["handover_id"])
    since: datetime | None = db.execute(first).scalar()
    return min(since or promise["created_at"], now)


def _promised_by(db: Connection, promise: RowMapping) -> str | None:
    """The expert who gave their word, whose phone should ring for it first; nobody where a skill owes it."""
    who: str | None = db.execute(select(STAFF.c.id).where(STAFF.c.id == promise["owner"])).scalar()
    return who


def _wait(promise: RowMapping, case: RowMapping, since: datetime) -> dict[str, object]:
    routing = case["packet"]["routing"]
    values = {"id": str(uuid.uuid4()), "handover_id": case["id"], "conversation_id": str(uuid.uuid4())}
    values |= {"promise_id": promise["id"], "channel": CALLBACK, "status": "waiting"}
    values |= {"language": case["language"], "priority": case["priority"], "skill": routing["skill"]}
    return values | {"entered_at": since, "not_experts": []}
