"""Everything the store knows of one customer's contacts, read in a few questions however many there were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from bot.conversation.record import CONVERSATIONS
from bot.desk.case_rows import CLOSINGS
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.contact_rules import RULES
from bot.handover.experts import STAFF
from bot.handover.voicemails import VOICEMAILS
from bot.handover.waits import WAITS

# Older ones no longer help anybody on the phone.
MOST = 60
OF_CASES = (WAITS, PROMISES, CLOSINGS, VOICEMAILS)


@dataclass(frozen=True)
class HistoryRows:
    """Contacts newest first; what belongs to their cases by the case's id; staff by id."""

    talks: Sequence[RowMapping]
    cases: Sequence[RowMapping]
    waits: Sequence[RowMapping]
    promises: Sequence[RowMapping]
    closings: Sequence[RowMapping]
    voicemails: Sequence[RowMapping]
    names: dict[str, str]
    # Conversations in which somebody turned out to be in danger, also after their case.
    guarded: frozenset[str]


def history_rows(db: Connection, numbers: Iterable[str], talk_ids: Iterable[str]) -> HistoryRows:
    """Of everybody who called or wrote from these numbers, and of these conversations."""
    same = [CONVERSATIONS.c.id.in_(set(talk_ids)), CONVERSATIONS.c.caller.in_(set(numbers))]
    newest = select(CONVERSATIONS).where(or_(*same)).order_by(CONVERSATIONS.c.started_at.desc()).limit(MOST)
    talks = _all(db, newest)
    ids = [talk["id"] for talk in talks]
    later = select(WAITS.c.handover_id).where(WAITS.c.conversation_id.in_(ids))
    mine = or_(HANDOVERS.c.conversation_id.in_(ids), HANDOVERS.c.id.in_(later))
    cases = _all(db, select(HANDOVERS).where(mine))
    about = [case["id"] for case in cases]
    waits, promises, closings, voicemails = (
        _all(db, select(table).where(table.c.handover_id.in_(about))) for table in OF_CASES
    )
    rules = select(RULES.c.conversation_id).where(RULES.c.conversation_id.in_(ids))
    guarded = frozenset(db.execute(rules).scalars())
    names = {row["id"]: row["name"] for row in _all(db, select(STAFF.c.id, STAFF.c.name))}
    return HistoryRows(talks, cases, waits, promises, closings, voicemails, names, guarded)


def _all(db: Connection, query: Select[Any]) -> Sequence[RowMapping]:
    return db.execute(query).mappings().all()
