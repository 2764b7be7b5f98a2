"""An expert parts with a thread: back to the bot, to a colleague, to the queue, or for good."""

from collections.abc import Callable
from typing import Literal

from flask import Blueprint, make_response, redirect, request
from sqlalchemy import Engine, select
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.conversation.record import EVENTS
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.errors import NotPossible
from bot.handover.experts import Experts
from bot.handover.takeover import Takeover
from bot.handover.thread_back import Reason
from bot.handover.thread_errors import NotYours
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.person import signed_in

Deed = Callable[[str, str], object]
REASONS: tuple[Reason, ...] = ("go_on", "finished")
Ending = Literal["handed_back", "passed_on", "released", "closed"]
# What the event of the change of hands says, by what was done.
BECAUSE = {"passed_on": "passed_on", "released": "released", "closed": "closed_by_expert"}
LONGEST_NOTE = 600


class ThreadDesk:
    """Every ending once, however often the button is pressed; each is in the audit trail."""

    def __init__(self, engine: Engine, takeover: Takeover, clock: Clock, audit: Audit) -> None:
        self._engine = engine
        self._takeover = takeover
        self._clock = clock
        self._audit = audit

    def hand_back(self, staff_id: str, conversation_id: str, reason: str) -> None:
        """To the bot. Raises NotPossible, NotYours or ThreadBusy, as do all."""
        wanted = next((one for one in REASONS if one == reason), None)
        if wanted is None:
            raise NotPossible("bad_request")
        self._done(
            "handed_back",
            f"handed_back_{wanted}",
            (staff_id, conversation_id),
            lambda who, which: self._takeover.hand_back(who, which, wanted),
        )

    def pass_on(self, staff_id: str, conversation_id: str, note: str, to: str | None) -> None:
        """To a colleague, or whoever comes next; they read the note."""
        if not note.strip():
            raise NotPossible("note_missing")
        if to is not None and (to == staff_id or Experts(self._engine).get(to) is None):
            raise NotPossible("bad_request")
        self._done(
            "passed_on",
            BECAUSE["passed_on"],
            (staff_id, conversation_id),
            lambda who, which: self._takeover.pass_on(who, which, note[:LONGEST_NOTE], to),
        )

    def release(self, staff_id: str, conversation_id: str, to_break: bool) -> None:
        """Back to the front of the queue."""
        self._done(
            "released",
            BECAUSE["released"],
            (staff_id, conversation_id),
            lambda who, which: self._takeover.release(who, which, to_break),
        )

    def close(self, staff_id: str, conversation_id: str) -> None:
        """For good."""
        self._done("closed", BECAUSE["closed"], (staff_id, conversation_id), self._takeover.close)

    def _done(self, what: Ending, because: str, whose: tuple[str, str], deed: Deed) -> None:
        staff_id, conversation_id = whose
        try:
            deed(staff_id, conversation_id)
        except NotYours:
            # The second click of two finds it done.
            if not self._was_last(staff_id, conversation_id, because):
                raise
            return
        about = f"conversation:{conversation_id}"
        self._audit.note(staff_id, f"thread_{what}", about, self._clock.now(), because=because)

    def _was_last(self, staff_id: str, conversation_id: str, because: str) -> bool:
        mine = (EVENTS.c.conversation_id == conversation_id) & (EVENTS.c.what == "owner_changed")
        newest = select(EVENTS.c.data).where(mine).order_by(EVENTS.c.id.desc()).limit(1)
        with self._engine.connect() as db:
            data = db.execute(newest).scalar()
        return bool(data and data.get("staff") == staff_id and data.get("because") == because)


def add_thread_pages(pages: Blueprint, frames: CaseFrames, threads: ThreadDesk) -> None:
    """Below `/desk/cases/<case_id>/thread`; all lead to the closing of the case."""

    @pages.post("/cases/<case_id>/thread/back")
    def back(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        threads.hand_back(frame.person.id, frame.conversation_id, request.form.get("reason", ""))
        return _to_closing(frame)

    @pages.post("/cases/<case_id>/thread/pass")
    def pass_on(case_id: str) -> AnyResponse:
        frame, form = frames.of(case_id, signed_in()), request.form
        note, to = form.get("note", ""), form.get("to") or None
        threads.pass_on(frame.person.id, frame.conversation_id, note, to)
        return _to_closing(frame)

    @pages.post("/cases/<case_id>/thread/release")
    def release(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        threads.release(frame.person.id, frame.conversation_id, bool(request.form.get("to_break")))
        return _to_closing(frame)

    @pages.post("/cases/<case_id>/thread/close")
    def close(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        threads.close(frame.person.id, frame.conversation_id)
        return _to_closing(frame)


def _to_closing(frame: CaseFrame) -> AnyResponse:
    address = at(f"/desk/cases/{frame.id}/closing")
    if request.headers.get("HX-Request") == "true":
        return make_response("", 200, {"HX-Redirect": address})
    return redirect(address, 303)
