"""The tabs with what was left in a case: notes, and pictures and spoken messages by link."""

from flask import Blueprint, redirect, request
from werkzeug import Response

from bot.clock import Clock
from bot.desk.case_frame import CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.case_papers import LONGEST_NOTE, CasePapers
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.person import signed_in


def add_papers(pages: Blueprint, frames: CaseFrames, papers: CasePapers, clock: Clock, audit: Audit) -> None:
    """`/desk/cases/<case_id>/notes` and `/attachments`."""

    @pages.get("/cases/<case_id>/notes")
    def notes(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        shown = {"notes": papers.notes(frame), "messages": papers.messages(frame), "longest": LONGEST_NOTE}
        return case_page("desk/case/notes.html", frame, "notes", **shown)

    @pages.post("/cases/<case_id>/notes")
    def add_note(case_id: str) -> str | Response:
        frame, now = frames.of(case_id, signed_in()), clock.now()
        papers.add_note(frame, request.form.get("words", ""), request.form.get("key", "")[:64], now)
        audit.note(frame.person.id, "note_added", f"case:{case_id}", now)
        if request.headers.get("HX-Request") == "true":
            return notes(case_id)
        return redirect(at(f"/desk/cases/{case_id}/notes"), 303)

    @pages.get("/cases/<case_id>/attachments")
    def attachments(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        shown = {"pictures": papers.pictures(frame), "messages": papers.messages(frame)}
        return case_page("desk/case/attachments.html", frame, "attachments", **shown)
