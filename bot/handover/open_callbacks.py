"""Call backs somebody still waits for, or has missed; found by the number they call from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, RowMapping, Select, and_, func, or_, select

from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.dialling import CALLBACK
from bot.handover.outcomes import WaitOutcome
from bot.handover.promises import PromiseOutcome
from bot.handover.waits import WAITS, Place
from bot.store.contact_safety import is_protected

# So long after we gave up, a caller is taken to call about it.
MISSED_FOR = timedelta(days=7)
MISSED = (PromiseOutcome.UNREACHED, PromiseOutcome.BROKEN)
SERVED = (WaitOutcome.TALKED, WaitOutcome.HANDED_BACK)
UNSETTLED = ("open", "promised")


@dataclass(frozen=True)
class OpenCallback:
    """`case` is the row of the case, `place` the one in the queue they had; `missed` when we gave up."""

    promise_id: int
    case: RowMapping
    place: Place
    missed: bool


class OpenCallbacks:
    """A number is a hint, no proof: nothing of the case may be told on the strength of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_callback(self, phone: str, now: datetime) -> OpenCallback | None:
        """The newest one of this number; nothing of who may be overheard."""
        with self._engine.connect() as db:
            found = db.execute(_newest(phone, now)).mappings().first()
            if found is None or is_protected(db, phone, None):
                return None
            case = _case(db, found)
            if is_protected(db, None, case["conversation_id"]) or _served(db, found):
                return None
            return _as_open(db, found, case)


def _newest(phone: str, now: datetime) -> Select[tuple[object, ...]]:
    missed = and_(PROMISES.c.outcome.in_(MISSED), PROMISES.c.settled_at > now - MISSED_FOR)
    live = or_(PROMISES.c.outcome == PromiseOutcome.OPEN, missed)
    joined = select(PROMISES).join(HANDOVERS, HANDOVERS.c.id == PROMISES.c.handover_id)
    mine = joined.where(PROMISES.c.phone == phone, PROMISES.c.kind == CALLBACK, live)
    return mine.where(HANDOVERS.c.status.in_(UNSETTLED)).order_by(PROMISES.c.id.desc()).limit(1)


def _case(db: Connection, promise: RowMapping) -> RowMapping:
    return db.execute(select(HANDOVERS).where(HANDOVERS.c.id == promise["handover_id"])).mappings().one()


def _served(db: Connection, promise: RowMapping) -> bool:
    """Whether they have talked to somebody since."""
    talked = (WAITS.c.handover_id == promise["handover_id"]) & WAITS.c.outcome.in_(SERVED)
    since = WAITS.c.ended_at > promise["created_at"]
    return db.execute(select(WAITS.c.id).where(talked, since).limit(1)).first() is not None


def _as_open(db: Connection, promise: RowMapping, case: RowMapping) -> OpenCallback:
    first = select(func.min(WAITS.c.entered_at)).where(WAITS.c.handover_id == case["id"])
    since: datetime = db.execute(first).scalar() or promise["created_at"]
    missed = promise["outcome"] != PromiseOutcome.OPEN
    place = Place(
        case["priority"],
        case["packet"]["routing"]["skill"],
        case["language"],
        None if missed else promise["id"],
        since,
    )
    return OpenCallback(promise["id"], case, place, missed)
