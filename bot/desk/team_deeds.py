"""What leads do with the team's work: whom a case is meant for, how urgent it is, who has a break."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from bot.clock import Clock
from bot.conversation.record import EVENTS
from bot.errors import NotPossible, NotThere, TooLate
from bot.handover.cases import Cases
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.suitability import HARD, LIGHT
from bot.handover.takeover import Takeover
from bot.handover.thread_rows import changed
from bot.handover.waits import ORDER, WAITS, Place, Waits
from bot.staff.audit import append
from bot.staff.person import Person

WAITING = ("waiting", "ringing")
MEANT_FOR, RAISED, TAKEN_AWAY, SENT = (
    "case_meant_for",
    "priority_raised",
    "thread_taken_away",
    "colleague_sent",
)
# Why a case is more urgent than the rules have it.
REASONS = ("danger", "deadline", "waited_too_long", "vulnerable", "other")
IN_A_CASE = ("ringing", "talking")
RESTS = ("paused", "off")


class TeamDeeds:
    """Every deed ends in the audit trail; who comes second is told so."""

    def __init__(self, engine: Engine, clock: Clock, cases: Cases, takeover: Takeover) -> None:
        self._engine = engine
        self._clock = clock
        self._cases = cases
        self._takeover = takeover
        self._waits, self._experts = Waits(engine), Experts(engine)

    def mean_for(self, wait_id: str, staff_id: str, lead: Person) -> str:
        """It goes to this colleague before anybody else, as soon as they are free; their name.

        Raises NotThere, NotPossible (another language or level), TooLate.
        """
        wait, colleague = self._wait(wait_id), self._colleague(staff_id)
        _check_able(wait, colleague)
        others = [one for one in wait["not_experts"] if one != staff_id]
        meant = {"last_expert_id": staff_id, "first": True, "not_experts": others}
        with self._engine.begin() as db:
            if not changed(db, WAITS, (WAITS.c.id == wait_id) & (WAITS.c.status == "waiting"), **meant):
                raise TooLate("already_taken")
            self._note(db, wait, lead, MEANT_FOR, to=staff_id)
        return str(colleague["name"])

    def raise_to(self, wait_id: str, priority: str, reason: str, lead: Person) -> None:
        """More urgent from now on, with what says so. Raises NotThere, NotPossible, TooLate."""
        wait = self._wait(wait_id)
        if priority not in ORDER or reason not in REASONS:
            raise NotPossible("bad_request")
        if ORDER.index(priority) >= ORDER.index(wait["priority"]):
            raise NotPossible("not_more_urgent")
        as_seen = (WAITS.c.id == wait_id) & (WAITS.c.priority == wait["priority"])
        with self._engine.begin() as db:
            if not changed(db, WAITS, as_seen & WAITS.c.status.in_(WAITING), priority=priority):
                raise TooLate("already_taken")
            self._note(db, wait, lead, RAISED, to=priority, was=wait["priority"], reason=reason)
        self._cases.queued(wait["handover_id"], Place(priority, wait["skill"], wait["language"]))

    def take_away(self, staff_id: str, lead: Person) -> None:
        """The message thread of somebody who is not at it goes to the front of the queue, they on a break.

        Raises NotThere, NotYours, ThreadBusy.
        """
        taken = self._waits.in_status("talking", channels=("sms",))
        wait = next((row for row in taken if row["last_expert_id"] == staff_id), None)
        if wait is None:
            raise NotThere("thread")
        self._takeover.release(staff_id, wait["conversation_id"], to_break=True)
        with self._engine.begin() as db:
            self._note(db, wait, lead, TAKEN_AWAY, of=staff_id)

    def send(self, staff_id: str, to: str, lead: Person) -> bool:
        """On a break or off duty: now, or after the case they have (False). Raises NotThere, TooLate."""
        row, now = self._colleague(staff_id), self._clock.now()
        if to not in RESTS:
            raise NotPossible("bad_request")
        later = row["status"] in IN_A_CASE
        if row["status"] == to:
            return True
        if later:
            done = self._experts.later(staff_id, to)
        else:
            done = self._experts.change(staff_id, row["status"], to, now, free_at=None)
        if not done:
            raise TooLate("presence_changed")
        with self._engine.begin() as db:
            append(db, lead.id, SENT, f"staff:{staff_id}", now, to=to, afterwards=later)
        return not later

    def _wait(self, wait_id: str) -> RowMapping:
        wait = self._waits.get(wait_id)
        if wait is None:
            raise NotThere("wait")
        if wait["status"] not in WAITING or wait["outcome"] is not None:
            raise TooLate("already_taken")
        return wait

    def _colleague(self, staff_id: str) -> RowMapping:
        row = self._experts.get(staff_id)
        if row is None or not row["active"]:
            raise NotThere("colleague")
        return row

    def _note(self, db: Connection, wait: RowMapping, lead: Person, what: str, **data: Any) -> None:
        now: datetime = self._clock.now()
        event = {"at": now, "conversation_id": wait["conversation_id"], "who": "lead", "what": what}
        db.execute(insert(EVENTS).values(data={"wait": wait["id"], "staff": lead.id, **data}, **event))
        append(db, lead.id, what, f"case:{wait['handover_id']}", now, wait=wait["id"], **data)


def _check_able(wait: RowMapping, colleague: RowMapping) -> None:
    """What no lead can decide: the language, and work that is not for the first level."""
    caller, expert = as_waiting(wait), as_expert(colleague)
    if caller.language not in expert.languages:
        raise NotPossible("other_language")
    if caller.level == HARD and expert.level == LIGHT:
        raise NotPossible("other_level")


def case_of_wait(engine: Engine, wait_id: str) -> str:
    """The case's id; raises NotThere."""
    with engine.connect() as db:
        case_id: str | None = db.execute(select(WAITS.c.handover_id).where(WAITS.c.id == wait_id)).scalar()
    if case_id is None:
        raise NotThere("wait")
    return case_id
