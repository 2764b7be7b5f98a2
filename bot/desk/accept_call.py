"""Somebody clicks "accept" or "decline" on a caller, or on a call back: their own phone does the rest.

A click is as good as the key on the phone, before or after it rings. One caller goes to one person, whoever
clicks at the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.desk.own_choice import own_choice
from bot.errors import CarrierUnavailable, DeskError, NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.call_ends import CallEnds, Rows, is_settled
from bot.handover.expert_line import ExpertLine
from bot.handover.experts import TAKES_CASES
from bot.handover.line_up import as_expert
from bot.handover.lines import Lines
from bot.handover.orphans import PHONED
from bot.handover.ringing import Ringing, Rung
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.staffing import has_phone
from bot.staff.audit import Audit
from bot.staff.person import Person

RINGS = ("dialling", "ringing", "answered")
REFUSED: dict[Rung, tuple[type[DeskError], str]] = {
    Rung.BUSY: (NotPossible, "in_call"),
    Rung.TAKEN: (TooLate, "taken"),
    Rung.REFUSED: (NotPossible, "phone_refused"),
    Rung.CARRIER_AWAY: (NotPossible, "carrier"),
}


@dataclass(frozen=True)
class Desk:
    """What accepting works with; `gone(conversation_id)` asks the carrier, which may not answer."""

    rows: Rows
    ends: CallEnds
    ringing: Ringing
    line: ExpertLine
    lines: Lines
    gone: Callable[[str], bool]
    figures: Figures = HOUSE


class AcceptCall:
    """For waits of the channels voice and callback."""

    def __init__(self, desk: Desk, audit: Audit, clock: Clock) -> None:
        self._desk = desk
        self._audit = audit
        self._clock = clock

    def accept(self, wait_id: str, person: Person) -> str:
        """The id of the case, which is this person's now; asked for again, the same.

        Raises TooLate, NotThere, NotAllowed, or NotPossible: no_phone, off, in_call, phone_refused, carrier.
        """
        wait = self._wait(wait_id)
        call = self._desk.rows.calls.live_of(wait_id)
        if is_settled(wait):
            raise TooLate("caller_gone")
        if call is not None and call["staff_id"] != person.id:
            raise TooLate("taken")
        if call is not None:
            self._mine(call)
        else:
            self._ring(wait, self._expert(wait, person))
        self._audit.note(
            person.id, "case_accepted", f"case:{wait['handover_id']}", self._clock.now(), wait=wait_id
        )
        return str(wait["handover_id"])

    def _mine(self, call: RowMapping) -> None:
        """My phone rings, or I have just picked it up."""
        if call["status"] not in RINGS or not self._desk.line.accepted_at_desk(call["id"]):
            return
        try:
            self._desk.lines.to_step(call["call_sid"], call["id"])
        except CarrierUnavailable:
            # The phone asks for a key a moment longer, and then goes on by itself.
            return

    def _ring(self, wait: RowMapping, expert: RowMapping) -> None:
        if self._gone(wait):
            raise TooLate("caller_gone")
        rung = self._desk.ringing.own_phone(wait, expert)
        if rung is not Rung.RINGS:
            refused, code = REFUSED[rung]
            raise refused(code)

    def _expert(self, wait: RowMapping, person: Person) -> RowMapping:
        """Who may take this case now, by their own choice."""
        expert = self._desk.rows.experts.get(person.id)
        if expert is None or not expert["active"] or expert["role"] not in TAKES_CASES:
            raise NotAllowed("role")
        if not has_phone(expert):
            raise NotPossible("no_phone")
        if expert["status"] == "off":
            raise NotPossible("off")
        if not self._suits(wait, expert):
            raise NotAllowed("not_suited")
        return expert

    def _suits(self, wait: RowMapping, expert: RowMapping) -> bool:
        """As the rules will stand once they have softened; who declined before may think better of it."""
        now, here = self._clock.now(), self._desk.rows.experts.here()
        suit = own_choice(wait, as_expert(expert), here, now, self._desk.figures)
        return suit.suits or suit.seconds == self._desk.figures.skill_s

    def _gone(self, wait: RowMapping) -> bool:
        """The carrier knows, even if it could not tell us."""
        if wait["channel"] != "voice":
            return False
        try:
            return self._desk.gone(wait["conversation_id"])
        except CarrierUnavailable:
            return False

    def _wait(self, wait_id: str) -> RowMapping:
        wait = self._desk.rows.waits.get(wait_id)
        if wait is None or wait["channel"] not in PHONED:
            raise NotThere("wait")
        return wait
