"""The customer's contacts across calls and texts on one line of time, as far as this person may see them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping

from bot.conversation.conversation_rows import held
from bot.desk.case_access import Relation, Sight, about_case, sight
from bot.desk.case_frame import CaseFrame
from bot.desk.case_rows import CaseRows, had
from bot.desk.desk_terms import DeskTerms, load_desk_terms
from bot.desk.history_rows import HistoryRows, history_rows
from bot.desk.skill_of_flag import skill_of_flag
from bot.errors import NotAllowed, NotThere
from bot.handover.caller_words import unsafe_since
from bot.handover.packet_notes import notes_of
from bot.staff.person import Person

SAFE_CONTACT = "safe_contact"
COLUMNS = ("id", "channel", "language", "started_at", "last_at", "closed_because", "turns")
# The stored numbers of a customer the hotline has recognised.
Numbers = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Mark:
    """Something that happened about a case: waited, promised, settled, closed, note, voicemail."""

    at: datetime
    what: str
    code: str | None = None
    who: str | None = None
    until: datetime | None = None
    words: str | None = None


@dataclass(frozen=True)
class EarlierCase:
    """A case that came of a contact."""

    id: str
    number: str
    kind: str
    reason: str
    status: str
    here: bool


@dataclass(frozen=True)
class Contact:
    """One call or thread; what it was about stays out where `sight` is None."""

    id: str
    channel: str
    language: str
    started_at: datetime
    last_at: datetime
    closed_because: str | None
    turns: int
    here: bool
    sight: Sight | None
    wish: str | None = None
    cases: tuple[EarlierCase, ...] = ()
    marks: tuple[Mark, ...] = ()


class History:
    """Reads it; asks the shop only for the numbers of customers who were recognised."""

    def __init__(self, engine: Engine, numbers_of: Numbers, terms: DeskTerms | None = None) -> None:
        self._engine = engine
        self._numbers_of = numbers_of
        self._terms = terms or load_desk_terms()

    def of(self, frame: CaseFrame) -> list[Contact]:
        """Newest first; raises NotAllowed where a partner's people do not see the past."""
        frame.must_see("history")
        own = {frame.conversation_id, str(frame.case["conversation_id"])}
        with self._engine.connect() as db:
            rows = history_rows(db, self._numbers(frame), own)
            had_ids = {case["id"] for case in rows.cases if had(db, _alone(case, rows), frame.person.id)}
        shown = (talk for talk in rows.talks if _open_to(talk, rows, frame.person, own))
        reading = _Reading(frame, rows, had_ids, self._terms)
        return [reading.contact(talk, talk["id"] in own) for talk in shown]

    def one(self, frame: CaseFrame, conversation_id: str) -> Contact:
        """One of them, to read what was said; raises NotThere or NotAllowed."""
        found = next((contact for contact in self.of(frame) if contact.id == conversation_id), None)
        if found is None:
            raise NotThere("conversation")
        if found.sight is None:
            raise NotAllowed("sensitive")
        return found

    def _numbers(self, frame: CaseFrame) -> set[str]:
        caller = frame.packet.get("caller") or {}
        proven = [slot for slot in frame.packet.get("slots") or () if slot.get("name") == "verified_customer"]
        customers = {*(caller.get("recognised_customers") or ()), *(slot["value"] for slot in proven)}
        stored = {number for customer in customers for number in self._numbers_of(str(customer))}
        return stored | {number for number in (frame.talk["caller"], caller.get("number")) if number}


@dataclass(frozen=True)
class _Reading:
    """One person's reading of the rows."""

    frame: CaseFrame
    rows: HistoryRows
    had: set[str]
    terms: DeskTerms

    def contact(self, talk: RowMapping, here: bool) -> Contact:
        cases = [case for case in self.rows.cases if self._belongs(case, talk)]
        seen = self._sight(talk, cases)
        common: dict[str, Any] = {name: talk[name] for name in COLUMNS}
        if seen is None:
            return Contact(here=here, sight=None, **common)
        marks = sorted((mark for case in cases for mark in self._marks(case, talk)), key=lambda one: one.at)
        told = tuple(self._case(case) for case in cases)
        wish = (talk["memory"] or {}).get("wish")
        return Contact(here=here, sight=seen, wish=wish, cases=told, marks=tuple(marks), **common)

    def _belongs(self, case: RowMapping, talk: RowMapping) -> bool:
        waited = (one for one in self.rows.waits if one["handover_id"] == case["id"])
        return case["conversation_id"] == talk["id"] or any(
            one["conversation_id"] == talk["id"] for one in waited
        )

    def _sight(self, talk: RowMapping, cases: list[RowMapping]) -> Sight | None:
        """By all of its cases, of which none may be closed to them; without one by what was heard."""
        heard = {"flags": (talk["memory"] or {}).get("flags", ())}
        packets = [case["packet"] for case in cases] or [heard]
        theirs = any(case["id"] in self.had or case["id"] == self.frame.id for case in cases)
        relation = Relation.HAD if theirs else Relation.NONE
        try:
            seen = [self._of_packet(packet, relation) for packet in packets]
        except NotAllowed:
            return None
        return replace(seen[0], quotes=frozenset().union(*(one.quotes for one in seen)))

    def _of_packet(self, packet: dict[str, Any], relation: Relation) -> Sight:
        about = about_case(packet, self.terms, skill_of_flag())
        return sight(self.frame.person, about, relation, self.terms)

    def _case(self, case: RowMapping) -> EarlierCase:
        here = case["id"] == self.frame.id
        return EarlierCase(
            case["id"], case["case_number"], case["kind"], case["reason"], case["status"], here
        )

    def _marks(self, case: RowMapping, talk: RowMapping) -> Iterator[Mark]:
        names = self.rows.names
        for wait in self.rows.waits:
            if wait["handover_id"] == case["id"] and wait["conversation_id"] == talk["id"]:
                who = names.get(wait["last_expert_id"]) if wait["answered_at"] else None
                yield Mark(wait["entered_at"], "waited", wait["outcome"], who, wait["ended_at"])
        if case["conversation_id"] == talk["id"]:
            yield from self._of_case(case)

    def _of_case(self, case: RowMapping) -> Iterator[Mark]:
        mine, names = case["id"], self.rows.names
        for promise in (one for one in self.rows.promises if one["handover_id"] == mine):
            yield Mark(promise["created_at"], "promised", promise["kind"], until=promise["due_by"])
            if promise["settled_at"]:
                yield Mark(promise["settled_at"], "settled", promise["outcome"])
        for closing in (one for one in self.rows.closings if one["handover_id"] == mine):
            yield Mark(closing["at"], "closed", closing["disposition"], names.get(closing["staff_id"]))
        for message in (one for one in self.rows.voicemails if one["handover_id"] == mine):
            yield Mark(message["at"], "voicemail")
        for note in notes_of(case["packet"].get("summary") or {}):
            if note.get("at") and self.frame.sight.sees("notes"):
                who = names.get(str(note.get("who")))
                yield Mark(datetime.fromisoformat(note["at"]), "note", note["kind"], who, words=note["words"])


def _open_to(talk: RowMapping, rows: HistoryRows, person: Person, own: set[str]) -> bool:
    """Whoever was in danger may have spoken from a telephone that somebody else uses now.

    What they said stays with their own case, with those trained for it and with the lead.
    """
    guarded = talk["id"] in rows.guarded or unsafe_since(held(talk)) is not None
    return not guarded or talk["id"] in own or person.leads or SAFE_CONTACT in person.skills


def _alone(case: RowMapping, rows: HistoryRows) -> CaseRows:
    talk = next((one for one in rows.talks if one["id"] == case["conversation_id"]), rows.talks[0])
    return CaseRows(case, talk, None, None)
