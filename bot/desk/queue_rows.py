"""What the queue is read from: waits that are not over with their cases, calls of experts' phones, people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from bot.desk.case_access import AboutCase, about_case
from bot.desk.desk_terms import DeskTerms
from bot.handover.cases import HANDOVERS
from bot.handover.expert_calls import CALLS, LIVE
from bot.handover.experts import STAFF, TAKES_CASES
from bot.handover.packet_flags import pressing
from bot.handover.waits import OPEN, WAITS

CASE = (HANDOVERS.c.case_number, HANDOVERS.c.kind, HANDOVERS.c.reason, HANDOVERS.c.packet_version)
WAITING = select(WAITS, *CASE).join(HANDOVERS, HANDOVERS.c.id == WAITS.c.handover_id)
WAITING = WAITING.where(WAITS.c.status.in_(OPEN)).order_by(WAITS.c.entered_at, WAITS.c.id)
RINGING = select(CALLS).where(CALLS.c.status.in_(LIVE)).order_by(CALLS.c.created_at, CALLS.c.id)
PEOPLE = select(STAFF).where(STAFF.c.active, STAFF.c.role.in_(TAKES_CASES)).order_by(STAFF.c.id)


@dataclass(frozen=True)
class Facts:
    """What the queue shows of a case's packet."""

    about: AboutCase
    # The situation that decides how the caller is met; its code.
    flag: str | None


@dataclass(frozen=True)
class Read:
    """The rows of one moment."""

    waits: list[RowMapping]
    facts: Mapping[str, Facts]
    calls: Mapping[str, RowMapping]
    people: Mapping[str, RowMapping]


class QueueRows:
    """Packets are large and seldom change: each version of one is read once."""

    def __init__(self, engine: Engine, terms: DeskTerms, skill_of: Mapping[str, str]) -> None:
        self._engine = engine
        self._terms = terms
        self._skill_of = skill_of
        self._known: dict[tuple[str, int], Facts] = {}

    def read(self) -> Read:
        """As it stands now."""
        with self._engine.connect() as db:
            waits = list(db.execute(WAITING).mappings())
            calls = {row["wait_id"]: row for row in db.execute(RINGING).mappings()}
            people = {row["id"]: row for row in db.execute(PEOPLE).mappings()}
            facts = self._facts(db, waits)
        return Read(waits, facts, calls, people)

    def _facts(self, db: Connection, waits: list[RowMapping]) -> dict[str, Facts]:
        wanted = {(wait["handover_id"], wait["packet_version"]) for wait in waits}
        missing = {case_id for case_id, version in wanted if (case_id, version) not in self._known}
        fresh = self._read(db, missing) if missing else {}
        self._known = {key: known for key, known in self._known.items() if key in wanted} | fresh
        return {case_id: known for (case_id, _), known in self._known.items()}

    def _read(self, db: Connection, case_ids: set[str]) -> dict[tuple[str, int], Facts]:
        columns = select(HANDOVERS.c.id, HANDOVERS.c.packet_version, HANDOVERS.c.packet)
        rows = db.execute(columns.where(HANDOVERS.c.id.in_(case_ids)))
        return {(row.id, row.packet_version): self._of(row.packet) for row in rows}

    def _of(self, packet: dict[str, Any]) -> Facts:
        flag = pressing([_whole(one) for one in packet.get("flags") or ()])
        return Facts(about_case(packet, self._terms, self._skill_of), flag["code"] if flag else None)


def _whole(flag: Mapping[str, Any]) -> dict[str, Any]:
    """Packets of older versions say less of a flag."""
    return {"settled": False, "level": "clear", **flag}
