"""Whose phone is at work for a case, and what was agreed in that talk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping, Select, select

from bot.conversation.record import EVENTS
from bot.errors import TooLate
from bot.handover.expert_calls import CALLS, LIVE
from bot.handover.waits import WAITS

AGREED, NOT_AGREED = "listen_in_agreed", "listen_in_not_agreed"
# So long after a talk its end is still shown to who had it.
AFTERWARDS = timedelta(minutes=10)


@dataclass(frozen=True)
class Talk:
    """An expert's call with the wait it is for."""

    call: RowMapping
    wait: RowMapping

    @property
    def with_caller(self) -> bool:
        """Whether both are in the room."""
        return bool(self.call["status"] == "talking" and self.wait["status"] == "talking")


class CallRows:
    """Reads; changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def live(self, case_id: str) -> Talk | None:
        """The call under way for this case, whoever has it."""
        return self._talk(_calls(case_id).where(CALLS.c.status.in_(LIVE)))

    def mine(self, case_id: str, staff_id: str) -> Talk:
        """This person's call that is under way; raises TooLate."""
        theirs = _calls(case_id).where(CALLS.c.status.in_(LIVE), CALLS.c.staff_id == staff_id)
        talk = self._talk(theirs)
        if talk is None:
            raise TooLate("call_over")
        return talk

    def lately(self, case_id: str, staff_id: str, now: datetime) -> Talk | None:
        """This person's newest call for it, also when it has just ended."""
        newest = self._talk(_calls(case_id).where(CALLS.c.staff_id == staff_id))
        if newest is None or newest.call["status"] != "over":
            return newest
        return newest if newest.call["ended_at"] > now - AFTERWARDS else None

    def agreed(self, talk: Talk) -> bool:
        """Whether the caller has said, in this very talk, that a colleague may listen."""
        about = (EVENTS.c.conversation_id == talk.wait["conversation_id"]) & EVENTS.c.what.in_(
            (AGREED, NOT_AGREED)
        )
        said = select(EVENTS.c.what, EVENTS.c.data).where(about).order_by(EVENTS.c.id.desc())
        with self._engine.connect() as db:
            for what, data in db.execute(said):
                if data["expert_call"] == talk.call["id"]:
                    return bool(what == AGREED)
        return False

    def _talk(self, query: Select[tuple[str]]) -> Talk | None:
        newest = query.order_by(CALLS.c.created_at.desc()).limit(1)
        with self._engine.connect() as db:
            found = db.execute(newest).scalar()
            if found is None:
                return None
            call = db.execute(select(CALLS).where(CALLS.c.id == found)).mappings().one()
            wait = db.execute(select(WAITS).where(WAITS.c.id == call["wait_id"])).mappings().one()
        return Talk(call, wait)


def _calls(case_id: str) -> Select[tuple[str]]:
    return select(CALLS.c.id).join(WAITS, WAITS.c.id == CALLS.c.wait_id).where(WAITS.c.handover_id == case_id)
