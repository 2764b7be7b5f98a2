"""Rows of the store that make up a case: the case itself, its waits, and what somebody had to do with it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.errors import NotThere
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.contact_rules import RULES
from bot.handover.expert_calls import CALLS, LIVE, SIDES
from bot.handover.waits import WAITS
from bot.store.database import table_of
from bot.store.desk_tables import CaseClosingRow

CLOSINGS = table_of(CaseClosingRow)
# The caller is with the expert, or about to be.
AT_IT = ("accepted", "talking", "menu")


@dataclass(frozen=True)
class CaseRows:
    """One case as it stands: its newest wait (the open one, if any) and a live call of an expert's phone."""

    case: RowMapping
    talk: RowMapping
    wait: RowMapping | None
    call: RowMapping | None
    # Colleagues whose phones ring beside the talk, or who have joined it.
    beside: frozenset[str] = frozenset()

    def is_with(self, staff_id: str) -> bool:
        """Whether this person talks or writes with the caller now."""
        if self.wait is None or self.wait["status"] == "over":
            return False
        by_phone = self.call is not None and self.call["staff_id"] == staff_id
        if by_phone and self.call is not None and self.call["status"] in AT_IT:
            return True
        return bool(self.wait["status"] == "talking" and self.wait["last_expert_id"] == staff_id)

    def rings_for(self, staff_id: str) -> bool:
        """Whether this person is being asked to take it, or to join the talk."""
        rung = self.call is not None and bool(self.call["staff_id"] == staff_id)
        return rung or staff_id in self.beside


def case_rows(db: Connection, case_id: str) -> CaseRows:
    """Everything about one case; raises NotThere."""
    case = db.execute(select(HANDOVERS).where(HANDOVERS.c.id == case_id)).mappings().first()
    if case is None:
        raise NotThere("case")
    wait = _newest_wait(db, case_id)
    talk_id = wait["conversation_id"] if wait else case["conversation_id"]
    talk = db.execute(select(CONVERSATIONS).where(CONVERSATIONS.c.id == talk_id)).mappings().one()
    call = _live_call(db, wait["id"]) if wait else None
    return CaseRows(case, talk, wait, call, _beside(db, call["id"]) if call else frozenset())


def had(db: Connection, rows: CaseRows, staff_id: str) -> bool:
    """Whether this person has had the case: talked, written, closed it, or owes the caller something."""
    waits = select(WAITS.c.id).where(WAITS.c.handover_id == rows.case["id"])
    calls = select(CALLS.c.id).where(CALLS.c.wait_id.in_(waits))
    talked = calls.where(CALLS.c.staff_id == staff_id, CALLS.c.joined_at.is_not(None))
    joined = (SIDES.c.staff_id == staff_id) & SIDES.c.joined_at.is_not(None)
    beside = select(SIDES.c.id).where(joined, SIDES.c.expert_call_id.in_(calls))
    last = select(WAITS.c.id).where(WAITS.c.handover_id == rows.case["id"], _was_last(staff_id))
    closed = select(CLOSINGS.c.id).where(
        CLOSINGS.c.handover_id == rows.case["id"], CLOSINGS.c.staff_id == staff_id
    )
    owes = select(PROMISES.c.id).where(
        PROMISES.c.handover_id == rows.case["id"], PROMISES.c.owner == staff_id
    )
    asked = (talked, beside, last, closed, owes, _wrote(rows, staff_id))
    return any(db.execute(one.limit(1)).first() is not None for one in asked)


def contacts_before(db: Connection, talk: RowMapping) -> int:
    """How many other conversations came from the same number; none for a withheld one.

    One in which somebody was in danger is not even counted: who calls now may be somebody else.
    """
    if not talk["caller"]:
        return 0
    same = (CONVERSATIONS.c.caller == talk["caller"]) & (CONVERSATIONS.c.id != talk["id"])
    same &= CONVERSATIONS.c.id.not_in(select(RULES.c.conversation_id))
    before = select(func.count()).select_from(CONVERSATIONS)
    return int(db.execute(before.where(same, CONVERSATIONS.c.started_at < talk["started_at"])).scalar_one())


def _was_last(staff_id: str) -> ColumnElement[bool]:
    """While it waits, the last expert may be one it is only meant for."""
    taken = WAITS.c.answered_at.is_not(None) & (WAITS.c.status != "waiting")
    return (WAITS.c.last_expert_id == staff_id) & taken


def _wrote(rows: CaseRows, staff_id: str) -> Select[Any]:
    about = EVENTS.c.conversation_id.in_({rows.talk["id"], rows.case["conversation_id"]})
    taken = EVENTS.c.data["staff"].as_string() == staff_id
    return select(EVENTS.c.id).where(about, EVENTS.c.what == "owner_changed", taken)


def _newest_wait(db: Connection, case_id: str) -> RowMapping | None:
    mine = select(WAITS).where(WAITS.c.handover_id == case_id)
    newest = mine.order_by((WAITS.c.status == "over"), WAITS.c.entered_at.desc()).limit(1)
    return db.execute(newest).mappings().first()


def _live_call(db: Connection, wait_id: str) -> RowMapping | None:
    live = select(CALLS).where(CALLS.c.wait_id == wait_id, CALLS.c.status.in_(LIVE))
    return db.execute(live.order_by(CALLS.c.created_at.desc()).limit(1)).mappings().first()


def _beside(db: Connection, call_id: str) -> frozenset[str]:
    mine = select(SIDES.c.staff_id).where(SIDES.c.expert_call_id == call_id, SIDES.c.status != "over")
    return frozenset(db.execute(mine).scalars())
