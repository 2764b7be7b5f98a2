"""A thread changes hands: wait, expert and conversation together in one transaction, or not at all.

Every change names what the row must still be; who comes second finds nothing to change. No process that
dies can leave one of the three behind.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Table, func, insert, literal, select, update

from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.handover.call_ends import HEAVY
from bot.handover.experts import AFTER_HEAVY, STAFF, TAKES_CASES, WRAP_UP
from bot.handover.outcomes import WaitOutcome
from bot.handover.presence_log import keep_span
from bot.handover.thread_errors import AlreadyTaken, NotFree, NotYours
from bot.handover.waits import WAITS

# What the expert does next: time to write it up (and five minutes after a heavy case), or a break.
Next = Literal["after_call", "paused"]


@dataclass(frozen=True)
class Holding:
    """A thread in an expert's hands."""

    wait_id: str
    handover_id: str
    conversation_id: str
    staff_id: str
    heavy: bool


@dataclass(frozen=True)
class Leaving:
    """How an expert parts with a thread; `wait` and `talk` are what changes in these rows besides."""

    owner: Owner
    because: str
    wait: dict[str, Any]
    talk: dict[str, Any]
    then: Next = "after_call"


def over(outcome: WaitOutcome, now: datetime) -> dict[str, Any]:
    """The wait is over."""
    return {"status": "over", "outcome": outcome.value, "ended_at": now}


def take(db: Connection, wait_id: str, staff_id: str, now: datetime) -> Holding:
    """From the queue into this expert's hands; raises NotFree or AlreadyTaken."""
    free = (STAFF.c.id == staff_id) & STAFF.c.active & (STAFF.c.status == "free")
    free &= STAFF.c.role.in_(TAKES_CASES)
    keep_span(db, free, now)
    if not changed(db, STAFF, free, status="talking", status_since=now):
        raise NotFree(staff_id)
    waiting = (WAITS.c.id == wait_id) & (WAITS.c.channel == "sms") & (WAITS.c.status == "waiting")
    answered = func.coalesce(WAITS.c.answered_at, literal(now, WAITS.c.answered_at.type))
    if not changed(db, WAITS, waiting, status="talking", last_expert_id=staff_id, answered_at=answered):
        raise AlreadyTaken(wait_id)
    held = _held(db, (WAITS.c.id == wait_id), staff_id)
    # Whom the bot served meanwhile is waited for all the same.
    theirs = (CONVERSATIONS.c.id == held.conversation_id) & CONVERSATIONS.c.owner.in_(
        (Owner.BOT, Owner.QUEUE)
    )
    if not changed(db, CONVERSATIONS, theirs, owner=Owner.EXPERT):
        raise AlreadyTaken(wait_id)
    handed(db, held, Owner.EXPERT, "taken", now)
    return held


def lock(db: Connection, conversation_id: str, staff_id: str) -> Holding:
    """This expert's thread, kept as it is until the end of the transaction; raises NotYours."""
    mine = (WAITS.c.conversation_id == conversation_id) & (WAITS.c.status == "talking")
    mine &= (WAITS.c.channel == "sms") & (WAITS.c.last_expert_id == staff_id)
    if not changed(db, WAITS, mine):
        raise NotYours(conversation_id)
    with_expert = (CONVERSATIONS.c.id == conversation_id) & (CONVERSATIONS.c.owner == Owner.EXPERT)
    if db.execute(select(CONVERSATIONS.c.id).where(with_expert)).first() is None:
        raise NotYours(conversation_id)
    return _held(db, mine, staff_id)


def leave(db: Connection, held: Holding, how: Leaving, now: datetime) -> None:
    """Out of a locked thread; the expert rests as after a call."""
    rest = AFTER_HEAVY if held.heavy else WRAP_UP
    at_it = (STAFF.c.id == held.staff_id) & (STAFF.c.status == "talking")
    free_at = now + rest if how.then == "after_call" else None
    last: dict[str, Any] = {"heavy_last": held.heavy, "last_case_at": now}
    if how.then == "paused":
        last["afterwards"] = None
    keep_span(db, at_it, now)
    changed(db, STAFF, at_it, status=how.then, status_since=now, free_at=free_at, **last)
    changed(db, WAITS, WAITS.c.id == held.wait_id, **how.wait)
    with_expert = (CONVERSATIONS.c.id == held.conversation_id) & (CONVERSATIONS.c.owner == Owner.EXPERT)
    if not changed(db, CONVERSATIONS, with_expert, owner=how.owner, **how.talk):
        raise NotYours(held.conversation_id)
    handed(db, held, how.owner, how.because, now)


def handed(db: Connection, held: Holding, owner: Owner, because: str, now: datetime) -> None:
    """The event of a change of hands, with who did it."""
    data = {"to": owner.value, "because": because, "staff": held.staff_id, "wait": held.wait_id}
    row = {"at": now, "conversation_id": held.conversation_id, "who": "expert", "what": "owner_changed"}
    db.execute(insert(EVENTS).values(data=data, **row))


def changed(db: Connection, table: Table, which: ColumnElement[bool], **values: Any) -> bool:
    """Change the one row that is still as `which` says; False when none is. It stays locked."""
    fresh = update(table).where(which).values(version=table.c.version + 1, **values)
    return db.execute(fresh).rowcount == 1


def _held(db: Connection, which: ColumnElement[bool], staff_id: str) -> Holding:
    row = db.execute(select(WAITS).where(which)).mappings().one()
    heavy = row["priority"] in HEAVY
    return Holding(row["id"], row["handover_id"], row["conversation_id"], staff_id, heavy)
