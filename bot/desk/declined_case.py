"""Somebody would rather not take this case, and says why: their phone stops, and the next one is asked."""

from sqlalchemy import Engine, RowMapping, select, update

from bot.clock import Clock
from bot.conversation.record import Record
from bot.desk.accept_call import RINGS, Desk
from bot.errors import NotPossible, NotThere, TooLate
from bot.handover.call_ends import is_settled
from bot.handover.cases import HANDOVERS
from bot.handover.outcomes import CallOutcome
from bot.handover.waits import WAITS
from bot.staff.audit import Audit
from bot.staff.person import Person

# In the words of area `queue`: queue.decline.<reason>.
REASONS = ("in_the_middle", "not_my_field", "need_a_break", "i_know_them", "too_heavy_now", "other")


class DeclinedCase:
    """For waits of every channel."""

    def __init__(self, engine: Engine, desk: Desk, audit: Audit, clock: Clock) -> None:
        self._engine = engine
        self._rows = desk.rows
        self._desk = desk
        self._audit = audit
        self._clock = clock

    def decline(self, wait_id: str, person: Person, reason: str) -> None:
        """Not this person; raises NotThere, TooLate, or NotPossible for a reason nobody knows."""
        if reason not in REASONS:
            raise NotPossible("reason")
        wait = self._rows.waits.get(wait_id)
        if wait is None:
            raise NotThere("wait")
        if is_settled(wait) or not self._taken_back(wait, person):
            raise TooLate("taken")
        self._note(wait, person, reason)

    def _taken_back(self, wait: RowMapping, person: Person) -> bool:
        call = self._rows.calls.live_of(wait["id"])
        if call is None or call["staff_id"] != person.id:
            return self._not_asked(wait["id"], person.id)
        if not self._desk.ends.end(call["id"], CallOutcome.DECLINED, RINGS):
            return False
        self._desk.ringing.stop(call["call_sid"])
        return True

    def _not_asked(self, wait_id: str, staff_id: str) -> bool:
        """They are not asked for this caller; False when nobody is waited for there any more."""
        waits = (WAITS.c.id == wait_id) & WAITS.c.status.in_(("waiting", "ringing"))
        with self._engine.begin() as db:
            row = db.execute(select(WAITS).where(waits).with_for_update()).mappings().first()
            if row is None:
                return False
            without = sorted({*row["not_experts"], staff_id})
            as_read = update(WAITS).where(waits, WAITS.c.version == row["version"])
            changed = db.execute(as_read.values(not_experts=without, version=WAITS.c.version + 1))
        return changed.rowcount == 1 or self._not_asked(wait_id, staff_id)

    def _note(self, wait: RowMapping, person: Person, reason: str) -> None:
        now, record = self._clock.now(), Record(self._engine)
        # A call back that nobody has dialled yet has no conversation of its own.
        talk = record.by_id(wait["conversation_id"]) or record.by_id(self._about(wait))
        if talk:
            talk.last_at = now
            data = {"wait": wait["id"], "staff": person.id, "reason": reason}
            record.event(talk, "expert", "case_declined", data)
        about = f"case:{wait['handover_id']}"
        self._audit.note(person.id, "case_declined", about, now, wait=wait["id"], reason=reason)

    def _about(self, wait: RowMapping) -> str:
        case = select(HANDOVERS.c.conversation_id).where(HANDOVERS.c.id == wait["handover_id"])
        with self._engine.connect() as db:
            return str(db.execute(case).scalar_one())
