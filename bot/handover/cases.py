"""Cases and promises in the store: written first, changed only with an event beside them."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation.record import Record
from bot.conversation.state import Conversation
from bot.errors import HandoverError
from bot.handover.order_facts import LookUp, nothing_known
from bot.handover.packet import Need, packet
from bot.handover.packet_notes import notes_of, with_note
from bot.handover.packet_refreshed import refreshed
from bot.handover.promise_written import Promised, told, write_promise
from bot.handover.waits import WAITS, Place
from bot.store.database import table_of
from bot.store.tables import ConversationRow, HandoverRow, PromiseRow

HANDOVERS = table_of(HandoverRow)
PROMISES = table_of(PromiseRow)
CONVERSATIONS = table_of(ConversationRow)
TRIES = 5
# Which cases a picture may belong to, and for how long after they were opened.
ABOUT_GOODS = ("claim", "defect")
AWAITS_PICTURES = timedelta(days=30)

# Told of every new case: its kind and reason.
Opened = Callable[[str, str], None]


@dataclass(frozen=True)
class Case:
    """A case as the caller knows it."""

    id: str
    number: str
    kind: str


@dataclass(frozen=True)
class Window:
    """When a call back is promised."""

    start: datetime
    end: datetime


class Cases:
    """Writes cases and promises; readers are the desk's."""

    def __init__(
        self,
        engine: Engine,
        record: Record,
        opened: Opened | None = None,
        orders_of: LookUp = nothing_known,
    ) -> None:
        self._engine = engine
        self._record = record
        self._opened = opened
        self._orders_of = orders_of

    def open(self, talk: Conversation, kind: str, reason: str, summary: dict[str, Any], at: datetime) -> Case:
        """A new case with its packet, or the one this turn has opened already; may raise HandoverError."""
        if known := self._asked_before(talk, kind):
            return known
        content = self._packet(talk, Need(kind, reason, summary), at)
        for _ in range(TRIES):
            case = Case(str(uuid.uuid4()), f"{secrets.randbelow(900_000) + 100_000}", kind)
            try:
                self._write(case, talk, reason, content | {"case_id": case.number}, at)
            except IntegrityError:
                continue
            if self._opened:
                self._opened(kind, reason)
            return case
        raise HandoverError("no free case number")

    def _packet(self, talk: Conversation, need: Need, at: datetime) -> dict[str, Any]:
        return packet(talk, self._record.turns_of(talk.id), need, at, self._orders_of(talk))

    def _asked_before(self, talk: Conversation, kind: str) -> Case | None:
        """The case this very turn opened before its process died."""
        same = (HANDOVERS.c.conversation_id == talk.id) & (HANDOVERS.c.turn == talk.turns)
        query = select(HANDOVERS).where(same, HANDOVERS.c.kind == kind)
        with self._engine.connect() as db:
            row = db.execute(query).mappings().first()
        return Case(row["id"], row["case_number"], kind) if row else None

    def refresh(
        self, case_id: str, talk: Conversation, reason: str, summary: dict[str, Any], at: datetime
    ) -> None:
        """Bring an open case's packet up to what the conversation knows by now."""
        turns, orders = self._record.turns_of(talk.id), self._orders_of(talk)
        with self._engine.begin() as db:
            row = _locked(db, case_id)
            before = row["packet"]
            need = Need(before["kind"], before["reason"], {**before["summary"], **summary})
            fresh = packet(talk, turns, need, at, orders)
            content = refreshed(before, fresh, reason, at.date())
            self._store_packet(db, case_id, content, row["packet_version"] + 1)

    def queued(self, case_id: str, place: Place) -> None:
        """Where the case is waited for; a case only ever gets more urgent."""
        with self._engine.begin() as db:
            row = _locked(db, case_id)
            routing = row["packet"]["routing"]
            if place.priority > routing["priority"]:
                return
            urgent = routing | {"priority": place.priority, "skill": place.skill}
            content = row["packet"] | {"routing": urgent}
            changed = update(HANDOVERS).where(HANDOVERS.c.id == case_id)
            db.execute(changed.values(priority=place.priority))
            self._store_packet(db, case_id, content, row["packet_version"] + 1)

    def routed(self, case_id: str, **facts: Any) -> None:
        """What became known on the way to a person: `ewt` (seconds told), `attempts` (experts asked)."""
        with self._engine.begin() as db:
            row = _locked(db, case_id)
            content = row["packet"] | {"routing": row["packet"]["routing"] | facts}
            self._store_packet(db, case_id, content, row["packet_version"] + 1)

    def note(
        self, case_id: str, who: str, text: str, at: datetime | None = None, key: str | None = None
    ) -> None:
        """Append what somebody (`who`: a staff id, or "hotline") wants whoever goes on to know.

        Of two with the same `key` the first counts.
        """
        note = {"kind": "note", "who": who, "words": text, "at": at.isoformat() if at else None}
        note |= {"key": key} if key else {}
        with self._engine.begin() as db:
            row = _locked(db, case_id)
            if key and any(one.get("key") == key for one in notes_of(row["packet"]["summary"])):
                return
            content = with_note(row["packet"], note | {"expert_call": None})
            self._store_packet(db, case_id, content, row["packet_version"] + 1)
            talk = self._record.by_id(row["conversation_id"])
            if talk:
                self._record.event(talk, who, "case_noted", {"case": row["case_number"]}, db)

    def keep_pictures(self, talk: Conversation, pictures: tuple[str, ...], at: datetime) -> str | None:
        """Note pictures in the case a person reads this thread for, else in the caller's about goods.

        Gives the case's number, None when there is none.
        """
        waited_for = (WAITS.c.conversation_id == talk.id) & (WAITS.c.status != "over")
        with self._engine.begin() as db:
            found = db.execute(select(WAITS.c.handover_id).where(waited_for)).scalar()
            found = found or db.execute(_about_goods(talk, at)).scalar()
            if found is None:
                return None
            row = _locked(db, found)
            summary = row["packet"]["summary"]
            kept = [*dict.fromkeys((*summary.get("pictures", ()), *filter(None, pictures)))]
            content = row["packet"] | {"summary": summary | {"pictures": kept}}
            self._store_packet(db, found, content, row["packet_version"] + 1)
            # Whoever closed it has not seen them.
            closed = update(HANDOVERS).where(HANDOVERS.c.id == found, HANDOVERS.c.status == "closed")
            db.execute(closed.values(status="open"))
            self._record.event(talk, "caller", "pictures_received", {"count": len(pictures)}, db)
            return str(row["case_number"])

    def promise(self, case_id: str, talk: Conversation, kind: str, window: Window, phone: str | None) -> None:
        """Promise a call back or an answer within the window; the caller has agreed."""
        with self._engine.begin() as db:
            row = _locked(db, case_id)
            # Whoever can do what the case asks for owes it.
            owner = row["packet"]["routing"]["skill"]
            promised = Promised(kind, window.start, window.end, phone, owner)
            write_promise(db, row, promised, talk.last_at)
            self._record.event(talk, "hotline", "promised", told(row, promised), db)

    def _write(
        self, case: Case, talk: Conversation, reason: str, content: dict[str, Any], at: datetime
    ) -> None:
        routing = content["routing"]
        values: dict[str, Any] = {"id": case.id, "case_number": case.number, "kind": case.kind}
        values |= {"conversation_id": talk.id, "turn": talk.turns}
        values |= {
            "reason": reason,
            "priority": routing["priority"],
            "status": "open",
            "language": talk.language,
        }
        with self._engine.begin() as db:
            db.execute(insert(HANDOVERS).values(created_at=at, packet=content, **values))
            self._record.event(
                talk, "hotline", "handover_requested", {"reason": reason, "kind": case.kind}, db
            )

    @staticmethod
    def _store_packet(db: Connection, case_id: str, content: dict[str, Any], version: int) -> None:
        changed = {"packet": content, "packet_version": version}
        db.execute(update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(**changed))


def _about_goods(talk: Conversation, at: datetime) -> Select[Any]:
    """The caller's latest case that awaits pictures."""
    recent = (HANDOVERS.c.created_at > at - AWAITS_PICTURES) & HANDOVERS.c.kind.in_(ABOUT_GOODS)
    mine = select(HANDOVERS.c.id).join(CONVERSATIONS, CONVERSATIONS.c.id == HANDOVERS.c.conversation_id)
    # Without a number nobody else's case is meant.
    from_here = mine.where(CONVERSATIONS.c.caller == talk.caller, CONVERSATIONS.c.caller.is_not(None), recent)
    return from_here.order_by(HANDOVERS.c.created_at.desc()).limit(1)


def _locked(db: Connection, case_id: str) -> RowMapping:
    return db.execute(select(HANDOVERS).where(HANDOVERS.c.id == case_id).with_for_update()).mappings().one()
