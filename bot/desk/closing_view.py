"""What the closing tab shows: the form for a part not closed yet, or how it was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.desk.case_access import counted
from bot.desk.case_frame import CaseFrame
from bot.desk.closings import Closings
from bot.desk.dispositions import Ending, others, preselected, sensible
from bot.desk.follow_ups import FollowUps, known_number
from bot.desk.masking import masked
from bot.desk.open_closings import OpenClosing, OpenClosings
from bot.handover.call_ends import HEAVY
from bot.handover.cases import Window
from bot.store.contact_safety import is_protected


@dataclass(frozen=True)
class ClosingView:
    """`wait_id` is None where this person has nothing to close; `before` is what they closed it with."""

    wait_id: str | None
    ended_at: datetime | None
    shown: tuple[str, ...]
    others: tuple[str, ...]
    chosen: str
    heavy: bool
    protected: bool
    phone: str | None
    next_call: Window
    next_answer: datetime
    before: RowMapping | None
    closings: Sequence[RowMapping]

    @property
    def replaces(self) -> str:
        """As the form sends it."""
        return f"{self.before['id']}@{self.before['at'].isoformat()}" if self.before else ""


class ClosingViews:
    """Reads only."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        closings: Closings,
        unclosed: OpenClosings,
        follow_ups: FollowUps,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._closings = closings
        self._unclosed = unclosed
        self._follow_ups = follow_ups

    def of(self, frame: CaseFrame, wanted: str | None = None) -> ClosingView:
        """For this person; `wanted` is the wait a lead closes in somebody's place."""
        now = self._clock.now()
        talk = self._unclosed.of_case(frame.id, frame.person.id)
        closings = self._closings.of(frame.id)
        mine = [row for row in closings if row["staff_id"] == frame.person.id]
        wait_id = wanted if wanted is not None else _wait_id(frame, talk, mine)
        before = next((row for row in mine if row["wait_id"] == wait_id), None)
        ending = _ending(frame, talk)
        return ClosingView(
            wait_id,
            talk.ended_at if talk else None,
            sensible(ending),
            others(sensible(ending)),
            before["disposition"] if before else preselected(ending),
            (frame.wait["priority"] if frame.wait else frame.case["priority"]) in HEAVY,
            next_call=self._follow_ups.next_call(now),
            next_answer=self._follow_ups.next_answer(now),
            before=before,
            closings=closings,
            **self._reach(frame),
        )

    def _reach(self, frame: CaseFrame) -> dict[str, Any]:
        with self._engine.connect() as db:
            phone = known_number(db, frame.case)
            protected = is_protected(db, phone, frame.case["conversation_id"])
        return {"protected": protected, "phone": masked("phone", phone) if phone else None}


def _wait_id(frame: CaseFrame, talk: OpenClosing | None, mine: Sequence[RowMapping]) -> str | None:
    """The talk that is over, the one under way, the one closed before; a lead may close any case."""
    if talk:
        return talk.wait_id
    if frame.mine and frame.wait:
        return str(frame.wait["id"])
    if mine:
        return str(mine[0]["wait_id"])
    if frame.person.leads and not frame.open:
        return str(frame.wait["id"]) if frame.wait else ""
    return None


def _ending(frame: CaseFrame, talk: OpenClosing | None) -> Ending:
    flags = tuple(counted(frame.packet.get("flags") or ()))
    called = frame.wait is not None and frame.wait["promise_id"] is not None
    return Ending(frame.case["kind"], flags, talk.outcome if talk else "", called)
