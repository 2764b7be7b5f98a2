"""What a closing writes beside itself: labels for those who tune, events, what is no longer owed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.contact_rules import RULES
from bot.handover.dialling import CALLBACK
from bot.handover.promises import PromiseOutcome
from bot.handover.waits import WAITS
from bot.store.database import table_of
from bot.store.desk_tables import CaseClosingRow, CaseLabelRow

CLOSINGS = table_of(CaseClosingRow)
LABELS = table_of(CaseLabelRow)
YES_NO = {True: "yes", False: "no"}
RIGHT_WRONG = {True: "right", False: "wrong"}
# What the expert is asked, and how their answer is called.
ASKED = {"bot_should": YES_NO, "reason": RIGHT_WRONG, "repeat": YES_NO}


def locked(db: Connection, case_id: str) -> RowMapping | None:
    """The case, kept as it is until the end of the transaction."""
    same = update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(status=HANDOVERS.c.status)
    return db.execute(same.returning(HANDOVERS)).mappings().first()


def label(
    db: Connection, case: RowMapping, staff_id: str, said: Mapping[str, bool | None], now: datetime
) -> None:
    """What the expert said of how the case came to them; nothing for what they did not say."""
    common = {"handover_id": case["id"], "conversation_id": case["conversation_id"], "at": now}
    common |= {"staff_id": staff_id, "turn": case["turn"], "code": case["reason"], "corrected_to": None}
    rows = [
        {"kind": kind, "verdict": ASKED[kind][answer]} for kind, answer in said.items() if answer is not None
    ]
    if rows:
        db.execute(insert(LABELS), [common | row for row in rows])


def note(db: Connection, case: RowMapping, what: str, now: datetime, **data: Any) -> None:
    """An event of the case's conversation, by the expert."""
    common = {"at": now, "conversation_id": case["conversation_id"], "who": "expert", "what": what}
    db.execute(insert(EVENTS).values(data={"case": case["case_number"], **data}, **common))


def owes(db: Connection, case_id: str) -> bool:
    """Whether a promise of this case is open."""
    mine = (PROMISES.c.handover_id == case_id) & (PROMISES.c.outcome == PromiseOutcome.OPEN)
    return db.execute(select(PROMISES.c.id).where(mine).limit(1)).first() is not None


def open_calls(db: Connection, case_id: str, phone: str | None = None) -> list[int]:
    """The promised call backs of this case, and with a number also all others to it."""
    about = PROMISES.c.handover_id == case_id
    about = about | (PROMISES.c.phone == phone) if phone else about
    mine = select(PROMISES.c.id).where(about, PROMISES.c.kind == CALLBACK)
    return list(db.execute(mine.where(PROMISES.c.outcome == PromiseOutcome.OPEN)).scalars())


def number_of(db: Connection, case: RowMapping, wait_id: str) -> str | None:
    """Whom the talk was with: the customer we called, else who called us."""
    called = select(CONVERSATIONS.c.caller).join(WAITS, WAITS.c.conversation_id == CONVERSATIONS.c.id)
    first = select(CONVERSATIONS.c.caller).where(CONVERSATIONS.c.id == case["conversation_id"])
    return db.execute(called.where(WAITS.c.id == wait_id)).scalar() or db.execute(first).scalar()


def lift(db: Connection, case_id: str, now: datetime) -> None:
    """The customer may be reached as usual again."""
    mine = update(RULES).where(RULES.c.handover_id == case_id, RULES.c.ended_at.is_(None))
    db.execute(mine.values(ended_at=now))


def set_status(db: Connection, case_id: str, status: str) -> None:
    """What the case is from now on."""
    db.execute(update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(status=status))
