"""Whose case a case is or was; only they, and leads, say how it ended."""

from sqlalchemy import Connection, RowMapping, Select, select

from bot.conversation.record import EVENTS
from bot.handover.cases import PROMISES
from bot.handover.expert_calls import CALLS
from bot.handover.waits import WAITS
from bot.staff.person import Person

LEFT = "owner_changed"


def has_had(db: Connection, case: RowMapping, wait_id: str, person: Person) -> bool:
    """Whether this person may close the case as talked about in this wait ("" for no wait)."""
    if wait_id and not _belongs(db, wait_id, case["id"]):
        return False
    if person.leads:
        return True
    asked = _talked(case, wait_id, person.id) if wait_id else _owes(case, person.id)
    return any(db.execute(one.limit(1)).first() is not None for one in asked)


def _belongs(db: Connection, wait_id: str, case_id: str) -> bool:
    mine = (WAITS.c.id == wait_id) & (WAITS.c.handover_id == case_id)
    return db.execute(select(WAITS.c.id).where(mine)).first() is not None


def _talked(case: RowMapping, wait_id: str, staff_id: str) -> tuple[Select[tuple[str]], ...]:
    """By phone, in the thread now, or in the thread before."""
    called = (CALLS.c.wait_id == wait_id) & (CALLS.c.staff_id == staff_id) & CALLS.c.joined_at.is_not(None)
    # While it waits, the last expert may be one it is only meant for.
    has_it = (WAITS.c.id == wait_id) & (WAITS.c.last_expert_id == staff_id) & (WAITS.c.status != "waiting")
    has_it &= WAITS.c.answered_at.is_not(None)
    wrote = (EVENTS.c.conversation_id == case["conversation_id"]) & (EVENTS.c.what == LEFT)
    wrote &= EVENTS.c.data["staff"].as_string() == staff_id
    wrote &= EVENTS.c.data["wait"].as_string() == wait_id
    return (
        select(CALLS.c.id).where(called),
        select(WAITS.c.id).where(has_it),
        select(EVENTS.c.id).where(wrote),
    )


def _owes(case: RowMapping, staff_id: str) -> tuple[Select[tuple[int]], ...]:
    """Without a talk: who owes the customer something."""
    mine = (PROMISES.c.handover_id == case["id"]) & (PROMISES.c.owner == staff_id)
    return (select(PROMISES.c.id).where(mine),)
