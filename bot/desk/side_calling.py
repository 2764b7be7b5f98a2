"""An expert asks a colleague into their talk; the colleague's phone rings, and says who asks and what for."""

from dataclasses import dataclass

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.desk.call_rows import CallRows
from bot.errors import DeskError, NotPossible, NotThere, TooLate
from bot.handover.call_ends import Rows
from bot.handover.experts import TAKES_CASES
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.ringing import Rung
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.side_calls import COACH, COLLEAGUE, WITHDRAWN, SideCalls
from bot.handover.side_ringing import SideRinging
from bot.handover.staffing import has_phone
from bot.handover.suitability import rating
from bot.staff.audit import Audit
from bot.staff.person import Person

REFUSED: dict[Rung, tuple[type[DeskError], str]] = {
    Rung.BUSY: (TooLate, "colleague_busy"),
    Rung.TAKEN: (TooLate, "asked_already"),
    Rung.REFUSED: (NotPossible, "colleague_phone"),
    Rung.CARRIER_AWAY: (NotPossible, "carrier"),
}


@dataclass(frozen=True)
class Helper:
    """Somebody who could be asked now; `suits` by the rules of routing."""

    id: str
    name: str
    suits: bool


@dataclass(frozen=True)
class Phones:
    """What ringing a colleague works with."""

    rows: Rows
    sides: SideCalls
    ringing: SideRinging
    figures: Figures = HOUSE


class SideCalling:
    """Only for whose talk it is. Whoever was asked and does not come is simply not there."""

    def __init__(self, calls: CallRows, phones: Phones, audit: Audit, clock: Clock) -> None:
        self._calls = calls
        self._phones = phones
        self._audit = audit
        self._clock = clock

    def helpers(self, case_id: str, person: Person) -> list[Helper]:
        """Everybody free with a phone, who suits the case first; raises TooLate."""
        talk = self._calls.mine(case_id, person.id)
        rate = rating(self._clock.now(), self._phones.figures)
        caller = as_waiting({**talk.wait, "not_experts": ()})
        free = [row for row in self._phones.rows.experts.here(("free",)) if has_phone(row)]
        found = [
            Helper(row["id"], row["name"], rate(caller, as_expert(row)) is not None)
            for row in free
            if row["id"] != person.id
        ]
        return sorted(found, key=lambda one: (not one.suits, one.name))

    def ask(self, case_id: str, person: Person, colleague_id: str) -> None:
        """Ring this colleague; raises TooLate, or NotPossible."""
        talk = self._calls.mine(case_id, person.id)
        if not talk.with_caller:
            raise NotPossible("not_talking")
        who = self._colleague(colleague_id, person)
        rung = self._phones.ringing.ring(talk.call, who, COLLEAGUE, person.id)
        if rung is not Rung.RINGS:
            refused, code = REFUSED[rung]
            raise refused(code)
        about, now = f"case:{talk.wait['handover_id']}", self._clock.now()
        self._audit.note(person.id, "colleague_asked", about, now, colleague=colleague_id)

    def take_back(self, case_id: str, person: Person, kind: str) -> None:
        """No colleague, or no coach, after all: their phone is put down for them. Raises TooLate."""
        talk = self._calls.mine(case_id, person.id)
        if kind not in (COLLEAGUE, COACH):
            raise NotThere("side_call")
        side = self._phones.sides.live_of(talk.call["id"], kind)
        if side is None or not self._phones.ringing.end(side, WITHDRAWN):
            raise TooLate("colleague_gone")
        self._phones.ringing.stop(side["call_sid"])
        about, now = f"case:{talk.wait['handover_id']}", self._clock.now()
        self._audit.note(person.id, f"{kind}_taken_back", about, now, colleague=side["staff_id"])

    def _colleague(self, colleague_id: str, person: Person) -> RowMapping:
        row = self._phones.rows.experts.get(colleague_id)
        if row is None or not row["active"] or row["role"] not in TAKES_CASES or row["id"] == person.id:
            raise NotThere("colleague")
        if not has_phone(row):
            raise NotPossible("colleague_phone")
        return row
