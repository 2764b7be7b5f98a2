"""A click calls a customer back: only on their own wish, by the same rules as every call to a customer."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, RowMapping, select, update

from bot.clock import Clock
from bot.conversation.record import Record
from bot.errors import NotPossible, TooLate
from bot.handover.callbacks_due import LAST_MOMENT, asked_by, line_up
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.outbound_rules import OutboundRules
from bot.handover.promise_written import Promised, told, write_promise
from bot.handover.promises import CALLBACK
from bot.handover.waits import WAITS
from bot.staff.audit import Audit
from bot.staff.person import Person

# So long the customer who asks for a call right away may be called for it.
AT_ONCE = timedelta(minutes=30)


class Accepts(Protocol):
    """Rings the expert's own phone."""

    def accept(self, wait_id: str, person: Person) -> str:
        """Raises a DeskError."""
        ...


class CallBackNow:
    """The expert's phone rings first; once they are in the room, the customer's does."""

    def __init__(
        self, engine: Engine, rules: OutboundRules, accepts: Accepts, audit: Audit, clock: Clock
    ) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._rules = rules
        self._accepts = accepts
        self._audit = audit
        self._clock = clock

    def call(self, case_id: str, person: Person, asked: bool) -> None:
        """Ring; `asked` says that the customer has asked this person for a call right away.

        Raises NotPossible("callback_<why>") where the customer may not be called, or what accepting raises;
        then it waits for whoever can take it, this person before all others.
        """
        now = self._clock.now()
        with self._engine.begin() as db:
            wait_id = self._lined_up(db, case_id, person, asked)
        self._audit.note(person.id, "call_back_now", f"case:{case_id}", now, wait=wait_id, asked=asked)
        self._accepts.accept(wait_id, person)

    def _lined_up(self, db: Connection, case_id: str, person: Person, asked: bool) -> str:
        now, case = self._clock.now(), _case(db, case_id)
        promise = _promise(db, case_id)
        if promise is not None and (waiting := _waits_for(db, promise["id"])):
            return waiting
        if promise is not None:
            promise = _brought_forward(db, promise, person.id, now if asked else None)
        elif asked:
            promise = self._promised(db, case, person, now)
        else:
            raise NotPossible("callback_nobody_asked")
        self._check(db, promise, now)
        wait_id = line_up(db, promise, now)
        if wait_id is None:
            raise TooLate("taken")
        return wait_id

    def _promised(self, db: Connection, case: RowMapping, person: Person, now: datetime) -> RowMapping:
        """What the customer asked for, on the number they called from."""
        phone = self._record.caller_of(case["conversation_id"])
        if phone is None:
            raise NotPossible("no_number")
        promised = Promised(CALLBACK, now, now + AT_ONCE, phone, person.id)
        number = write_promise(db, case, promised, now)
        talk = self._record.by_id(case["conversation_id"])
        if talk:
            talk.last_at = now
            self._record.event(talk, "expert", "promised", told(case, promised) | {"staff": person.id}, db)
        return db.execute(select(PROMISES).where(PROMISES.c.id == number)).mappings().one()

    def _check(self, db: Connection, promise: RowMapping, now: datetime) -> None:
        """The rules for every call to a customer, now and when the expert has heard the brief."""
        for moment in (now, now + LAST_MOMENT):
            refused = self._rules.why_not(db, asked_by(promise), moment)
            if refused:
                raise NotPossible(f"callback_{refused.value}")


def _case(db: Connection, case_id: str) -> RowMapping:
    mine = select(HANDOVERS).where(HANDOVERS.c.id == case_id).with_for_update()
    return db.execute(mine).mappings().one()


def _promise(db: Connection, case_id: str) -> RowMapping | None:
    """The open one that is due first."""
    owed = (
        (PROMISES.c.handover_id == case_id) & (PROMISES.c.kind == CALLBACK) & (PROMISES.c.outcome == "open")
    )
    return db.execute(select(PROMISES).where(owed).order_by(PROMISES.c.due_by).limit(1)).mappings().first()


def _brought_forward(db: Connection, promise: RowMapping, who: str, at_once: datetime | None) -> RowMapping:
    """Theirs from now on; within what the customer chose before, or now that they have chosen now."""
    values: dict[str, Any] = {"owner": who, "next_try_at": None}
    if at_once is not None:
        values |= {"due_from": at_once, "due_by": at_once + AT_ONCE}
    mine = update(PROMISES).where(PROMISES.c.id == promise["id"]).values(**values)
    return db.execute(mine.returning(PROMISES)).mappings().one()


def _waits_for(db: Connection, promise_id: int) -> str | None:
    waiting = (WAITS.c.promise_id == promise_id) & (WAITS.c.status != "over")
    found: str | None = db.execute(select(WAITS.c.id).where(waiting)).scalar()
    return found
