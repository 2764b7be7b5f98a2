"""Closes an expert's part in a case: one disposition, what is promised, what they thought of how it came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from bot.clock import Clock
from bot.desk.closing_rows import (
    CLOSINGS,
    label,
    lift,
    locked,
    note,
    number_of,
    open_calls,
    owes,
    set_status,
)
from bot.desk.dispositions import CALLBACK, CLOSED, DISPOSITIONS, DISTRESS, NO_CALLS, PROMISING, status_after
from bot.desk.follow_ups import FollowUp, FollowUps
from bot.desk.had_case import has_had
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.call_ends import HEAVY
from bot.handover.experts import Experts
from bot.handover.outbound_facts import hold
from bot.handover.promises import PromiseOutcome, Promises
from bot.handover.waits import WAITS
from bot.staff.audit import append
from bot.staff.person import Person

CASE_CLOSED, CASE_REOPENED = "case_closed", "case_reopened"


@dataclass(frozen=True)
class Closing:
    """What an expert says at the end; None: they did not say. `replaces`: an earlier one, and its moment."""

    disposition: str
    follow_up: FollowUp | None = None
    bot_should: bool | None = None
    reason_right: bool | None = None
    had_to_repeat: bool | None = None
    available: bool = False
    contact_as_usual: bool = False
    replaces: tuple[int, datetime] | None = None

    @property
    def said(self) -> dict[str, bool | None]:
        """By kind of label."""
        return {"bot_should": self.bot_should, "reason": self.reason_right, "repeat": self.had_to_repeat}


@dataclass(frozen=True)
class Closed:
    """What came of it; `new` is False where it had been closed before, `free` where they take cases again."""

    id: int
    disposition: str
    status: str
    new: bool
    free: bool = False


class Closings:
    """Everything of one closing is one transaction; done twice it is done once."""

    def __init__(self, engine: Engine, clock: Clock, promises: Promises, follow_ups: FollowUps) -> None:
        self._engine = engine
        self._clock = clock
        self._promises = promises
        self._follow_ups = follow_ups
        self._experts = Experts(engine)

    def close(self, case_id: str, wait_id: str, person: Person, closing: Closing) -> Closed:
        """Close this person's part; raises NotThere, NotAllowed, NotPossible or TooLate."""
        _check(closing)
        now = self._clock.now()
        with self._engine.begin() as db:
            case = locked(db, case_id)
            if case is None:
                raise NotThere("case")
            if not has_had(db, case, wait_id, person):
                raise NotAllowed("not_your_case")
            before = _before(db, case_id, wait_id, person.id)
            if before is not None and closing.replaces is None:
                return Closed(before["id"], before["disposition"], case["status"], new=False)
            self._take_back(db, before, now)
            done = self._written(db, case, wait_id, person, closing)
            heavy = _is_heavy(db, wait_id, case)
        return self._freed(done, person, heavy, now) if closing.available else done

    def reopen(self, case_id: str, person: Person) -> None:
        """A closed case is looked at again; only for leads. Raises NotAllowed, NotThere, TooLate."""
        if not person.leads:
            raise NotAllowed("role")
        now = self._clock.now()
        with self._engine.begin() as db:
            case = locked(db, case_id)
            if case is None:
                raise NotThere("case")
            if case["status"] not in (CLOSED, DISTRESS):
                raise TooLate("case_open")
            set_status(db, case_id, "promised" if owes(db, case_id) else "open")
            note(db, case, CASE_REOPENED, now, staff=person.id)
            append(db, person.id, CASE_REOPENED, f"case:{case_id}", now)

    def of(self, case_id: str) -> list[RowMapping]:
        """Every closing of this case, the newest first."""
        mine = select(CLOSINGS).where(CLOSINGS.c.handover_id == case_id)
        with self._engine.connect() as db:
            return list(db.execute(mine.order_by(CLOSINGS.c.at.desc(), CLOSINGS.c.id.desc())).mappings())

    def _written(
        self, db: Connection, case: RowMapping, wait_id: str, person: Person, closing: Closing
    ) -> Closed:
        now = self._clock.now()
        promise_id = self._promised(db, case, closing, person, now)
        self._no_more_calls(db, case, wait_id, closing, now)
        row = _row(case, wait_id, person, closing, now) | {"promise_id": promise_id}
        number = _stored(db, row, closing.replaces)
        label(db, case, person.id, closing.said, now)
        status = status_after(closing.disposition, owes(db, case["id"]))
        set_status(db, case["id"], status)
        if closing.contact_as_usual:
            lift(db, case["id"], now)
        told = {"disposition": closing.disposition, "wait": wait_id}
        note(db, case, CASE_CLOSED, now, staff=person.id, status=status, **told)
        append(db, person.id, CASE_CLOSED, f"case:{case['id']}", now, status=status, **told)
        return Closed(number, closing.disposition, status, new=True)

    def _take_back(self, db: Connection, before: RowMapping | None, now: datetime) -> None:
        """What is put right no longer promises what it did."""
        if before is not None and before["promise_id"]:
            self._promises.settle_in(db, before["promise_id"], PromiseOutcome.CANCELLED, now)

    def _promised(
        self, db: Connection, case: RowMapping, closing: Closing, person: Person, now: datetime
    ) -> int | None:
        if closing.follow_up is None:
            return None
        return self._follow_ups.make(db, case, closing.follow_up, person.id, now)

    def _no_more_calls(
        self, db: Connection, case: RowMapping, wait_id: str, closing: Closing, now: datetime
    ) -> None:
        """After the worst moment nobody calls this number soon, whatever it was about."""
        if closing.disposition not in NO_CALLS:
            return
        phone = number_of(db, case, wait_id) if closing.disposition == DISTRESS else None
        for promise_id in open_calls(db, case["id"], phone):
            self._promises.settle_in(db, promise_id, PromiseOutcome.CANCELLED, now)
        if phone:
            hold(db, phone, case["id"], now)

    def _freed(self, done: Closed, person: Person, heavy: bool, now: datetime) -> Closed:
        """Ready for the next one; the pause after a heavy case ends only when they say so themselves."""
        row = self._experts.get(person.id)
        if heavy or row is None or row["heavy_last"]:
            return done
        free = self._experts.change(person.id, "after_call", "free", now, free_at=None)
        return Closed(done.id, done.disposition, done.status, done.new, free)


def _check(closing: Closing) -> None:
    if closing.disposition not in DISPOSITIONS:
        raise NotPossible("disposition")
    promising = closing.disposition in PROMISING
    if promising and closing.follow_up is None:
        raise NotPossible("promise_when")
    if closing.follow_up and (not promising or _wrong_kind(closing)):
        raise NotPossible("promise_kind")


def _wrong_kind(closing: Closing) -> bool:
    calls = closing.disposition == CALLBACK
    return calls and closing.follow_up is not None and closing.follow_up.kind != "callback"


def _row(case: RowMapping, wait_id: str, person: Person, closing: Closing, now: datetime) -> dict[str, Any]:
    said = {"bot_should": closing.bot_should, "reason_right": closing.reason_right}
    said |= {"had_to_repeat": closing.had_to_repeat}
    key = {"handover_id": case["id"], "wait_id": wait_id, "staff_id": person.id}
    return {**key, **said, "at": now, "disposition": closing.disposition}


def _stored(db: Connection, row: dict[str, Any], replaces: tuple[int, datetime] | None) -> int:
    """A new one, or the earlier one put right."""
    if replaces is None:
        return int(db.execute(insert(CLOSINGS).values(**row).returning(CLOSINGS.c.id)).scalar_one())
    number, at = replaces
    mine = (CLOSINGS.c.id == number) & (CLOSINGS.c.at == at) & (CLOSINGS.c.staff_id == row["staff_id"])
    mine &= (CLOSINGS.c.handover_id == row["handover_id"]) & (CLOSINGS.c.wait_id == row["wait_id"])
    if db.execute(update(CLOSINGS).where(mine).values(**row)).rowcount != 1:
        raise TooLate("closed_before")
    return number


def _before(db: Connection, case_id: str, wait_id: str, staff_id: str) -> RowMapping | None:
    mine = (CLOSINGS.c.handover_id == case_id) & (CLOSINGS.c.wait_id == wait_id)
    return db.execute(select(CLOSINGS).where(mine, CLOSINGS.c.staff_id == staff_id)).mappings().first()


def _is_heavy(db: Connection, wait_id: str, case: RowMapping) -> bool:
    priority = db.execute(select(WAITS.c.priority).where(WAITS.c.id == wait_id)).scalar()
    return (priority or case["priority"]) in HEAVY
