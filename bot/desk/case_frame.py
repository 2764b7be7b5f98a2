"""One case as one person may see it: what every tab of the case screen hangs on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from bot.clock import Clock
from bot.desk.blocks import Blocks, Reader, blocks_of, mark
from bot.desk.case_access import AboutCase, Relation, Sight, about_case, sight
from bot.desk.case_rows import CaseRows, case_rows, contacts_before, had
from bot.desk.case_views import CaseViews
from bot.desk.desk_terms import DeskTerms, load_desk_terms
from bot.desk.masking import MASKED_FIELDS
from bot.desk.own_choice import own_choice
from bot.desk.skill_of_flag import skill_of_flag
from bot.errors import NotAllowed
from bot.handover.experts import Experts
from bot.handover.routing_people import HOUSE, Expert, Figures
from bot.staff.audit import Audit
from bot.staff.person import Person

TABS = ("conversation", "history", "orders", "knowledge", "promises", "notes", "attachments", "closing")
# What a partner's person must see of a case for the tab to be there; the others are everybody's.
NEEDS = {"conversation": "words", "history": "history", "orders": "orders"}
NEEDS |= {"notes": "notes", "attachments": "attachments"}


@dataclass(frozen=True)
class CaseFrame:
    """A case with its packet; `wait` is the open one, else the newest; `shown` are fields unmasked now."""

    case: RowMapping
    talk: RowMapping
    wait: RowMapping | None
    # The call of an expert's phone that is under way for it.
    call: RowMapping | None
    mine: bool
    person: Person
    sight: Sight
    shown: frozenset[str]
    before: int
    now: datetime

    @property
    def id(self) -> str:
        """As in every address: `/desk/cases/<id>`."""
        return str(self.case["id"])

    @property
    def packet(self) -> dict[str, Any]:
        """What the bot hands over; of any version, so read it with `get`."""
        content: dict[str, Any] = self.case["packet"]
        return content

    @property
    def conversation_id(self) -> str:
        """The conversation it is about now: a call back has one of its own."""
        return str(self.talk["id"])

    @property
    def channel(self) -> str:
        """voice, callback or sms."""
        return str(self.wait["channel"] if self.wait else self.talk["channel"])

    @property
    def open(self) -> bool:
        """Whether somebody still waits, or talks."""
        return self.wait is not None and self.wait["status"] != "over"

    @property
    def priority(self) -> str:
        """P0 to P3, as urgent as it has become."""
        return str(self.wait["priority"] if self.wait else self.case["priority"])

    @property
    def skill(self) -> str:
        """The skill it is waited for with."""
        routing = self.packet.get("routing") or {}
        return str(self.wait["skill"] if self.wait else routing.get("skill") or "")

    @cached_property
    def marks(self) -> dict[str, str]:
        """What changes with each part of the screen that is kept up to date: the head and the blocks."""
        names = ("status", "priority", "skill", "outcome", "last_expert_id")
        state = [self.wait[name] for name in names] if self.wait else []
        return {"head": mark(state), **self.blocks.marks()}

    @property
    def seen(self) -> str:
        """All marks in one, for the address that asks for news."""
        return ".".join(self.marks.values())

    @property
    def tabs(self) -> tuple[str, ...]:
        """Those this person may open."""
        return tuple(tab for tab in TABS if tab not in NEEDS or self.sight.sees(NEEDS[tab]))

    def must_see(self, field: str) -> None:
        """Raises NotAllowed where this part of the case is not for them."""
        if not self.sight.sees(field):
            raise NotAllowed("field")

    @cached_property
    def blocks(self) -> Blocks:
        """The seven blocks."""
        reader = Reader(self.sight, self.shown, self.before, self.now, self.person.language)
        return blocks_of(self.packet, reader)


class CaseFrames:
    """Opens cases for people; every look at a sensitive one is written down."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        audit: Audit,
        terms: DeskTerms | None = None,
        figures: Figures = HOUSE,
    ) -> None:
        self._engine = engine
        self._experts = Experts(engine)
        self._clock = clock
        self._views = CaseViews(engine, audit)
        self._terms = terms or load_desk_terms()
        self._figures = figures

    def of(self, case_id: str, person: Person) -> CaseFrame:
        """The case as this person may see it; raises NotThere or NotAllowed."""
        now = self._clock.now()
        with self._engine.connect() as db:
            rows = case_rows(db, case_id)
            seen = sight(person, self._about(rows), self._relation(db, rows, person, now), self._terms)
            mine, before = rows.is_with(person.id), contacts_before(db, rows.talk)
        since = rows.wait["answered_at"] if mine and rows.wait else None
        shown = self._views.shown(person.id, case_id, since or now - AFTERWARDS)
        if seen.sensitive:
            self._views.note(person.id, case_id, now)
        row = (rows.case, rows.talk, rows.wait, rows.call)
        return CaseFrame(*row, mine, person, seen, shown if seen.reveals else frozenset(), before, now)

    def show(self, frame: CaseFrame, field: str) -> None:
        """Unmask one field for this person and case; raises NotAllowed."""
        if field not in MASKED_FIELDS or not frame.sight.reveals or not frame.sight.sees(field):
            raise NotAllowed("field")
        self._views.show(frame.person.id, frame.id, field, self._clock.now())

    def _about(self, rows: CaseRows) -> AboutCase:
        return about_case(rows.case["packet"], self._terms, skill_of_flag())

    def _relation(self, db: Connection, rows: CaseRows, person: Person, now: datetime) -> Relation:
        if rows.is_with(person.id) or rows.rings_for(person.id):
            return Relation.HAS
        if had(db, rows, person.id):
            return Relation.HAD
        return Relation.SUITS if self._suits(rows.wait, person, now) else Relation.NONE

    def _suits(self, wait: RowMapping | None, person: Person, now: datetime) -> bool:
        """Whether they could take it now."""
        if wait is None or wait["status"] not in ("waiting", "ringing"):
            return False
        return own_choice(wait, _as_expert(person, now), self._experts.here(), now, self._figures).suits


# After their talk somebody goes on seeing what they had shown for so long.
AFTERWARDS = timedelta(minutes=10)


def _as_expert(person: Person, now: datetime) -> Expert:
    return Expert(
        id=person.id,
        skills=person.skills,
        languages=frozenset(person.languages),
        level=person.level,
        site=person.site,
        free_since=now,
        supervisor=person.leads,
        opted_in=person.skills,
    )
