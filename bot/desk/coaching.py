"""A lead listens to a talk, heard by the expert alone: only where the house allows it and all know of it.

Somebody who listened in secretly would break the law (section 201 StGB), whatever it is for. So the operator
must have switched it on, the caller must have agreed in this very talk, and both are told when it begins.
"""

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.conversation.record import Record
from bot.desk.call_rows import AGREED, NOT_AGREED, CallRows, Talk
from bot.desk.side_calling import REFUSED, Phones
from bot.errors import NotAllowed, NotPossible, TooLate
from bot.handover.ringing import Rung
from bot.handover.side_calls import COACH, WITHDRAWN
from bot.handover.staffing import has_phone
from bot.staff.audit import Audit
from bot.staff.person import LEADS, Person

ALLOWED = "coach"


class Coaching:
    """`listen_in` is the operator's setting: off, or coach."""

    def __init__(self, engine: Engine, listen_in: str, phones: Phones, audit: Audit, clock: Clock) -> None:
        self._record = Record(engine)
        self._calls = CallRows(engine)
        self._allowed = listen_in == ALLOWED
        self._phones = phones
        self._audit = audit
        self._clock = clock

    @property
    def allowed(self) -> bool:
        """Whether the house allows it at all."""
        return self._allowed

    def agree(self, case_id: str, person: Person, agreed: bool) -> None:
        """The expert says that the caller has agreed to a listener, or no longer does, which ends it.

        Raises TooLate or NotPossible.
        """
        self._check_house()
        talk = self._calls.mine(case_id, person.id)
        if not talk.with_caller:
            raise NotPossible("not_talking")
        self._note(talk, person, AGREED if agreed else NOT_AGREED)
        if not agreed:
            self._end(talk.call)

    def agreed(self, talk: Talk) -> bool:
        """Whether the caller has agreed in this talk, and the house allows it."""
        return self._allowed and self._calls.agreed(talk)

    def listen_in(self, expert_call_id: str, person: Person) -> None:
        """Ring this lead's phone; they listen once they pressed the key and both were told.

        Raises NotAllowed, TooLate, or NotPossible: listen_in_off, caller_not_agreed, own_talk, on_hold,
        no_phone, in_call, phone_refused, carrier.
        """
        self._check_house()
        if person.role not in LEADS:
            raise NotAllowed("role")
        talk = self._talk(expert_call_id)
        if talk.call["staff_id"] == person.id:
            raise NotPossible("own_talk")
        if not self._calls.agreed(talk):
            raise NotPossible("caller_not_agreed")
        if talk.call["held_since"]:
            raise NotPossible("on_hold")
        self._ring(talk, person)
        self._note(talk, person, "listen_in_asked")

    def _ring(self, talk: Talk, person: Person) -> None:
        row = self._phones.rows.experts.get(person.id)
        if row is None or not has_phone(row):
            raise NotPossible("no_phone")
        rung = self._phones.ringing.ring(talk.call, row, COACH, person.id)
        if rung is Rung.BUSY:
            raise NotPossible("in_call")
        if rung is not Rung.RINGS:
            refused, code = REFUSED[rung]
            raise refused(code)

    def _end(self, call: RowMapping) -> None:
        side = self._phones.sides.live_of(call["id"], COACH)
        if side is not None and self._phones.ringing.end(side, WITHDRAWN):
            self._phones.ringing.stop(side["call_sid"])

    def _talk(self, expert_call_id: str) -> Talk:
        call = self._phones.rows.calls.get(expert_call_id)
        wait = self._phones.rows.waits.get(call["wait_id"]) if call else None
        talk = Talk(call, wait) if call and wait else None
        if talk is None or not talk.with_caller:
            raise TooLate("call_over")
        return talk

    def _check_house(self) -> None:
        if not self._allowed:
            raise NotPossible("listen_in_off")

    def _note(self, talk: Talk, person: Person, what: str) -> None:
        """In the conversation, where the caller's agreement belongs, and in the audit trail."""
        now, x = self._clock.now(), talk.call["id"]
        conversation = self._record.by_id(talk.wait["conversation_id"])
        if conversation:
            conversation.last_at = now
            self._record.event(conversation, "expert", what, {"expert_call": x, "staff": person.id})
        self._audit.note(person.id, what, f"case:{talk.wait['handover_id']}", now, expert_call=x)
