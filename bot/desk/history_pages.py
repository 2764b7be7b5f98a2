"""The tab with everything there was before: one line of time, each contact opened on demand."""

from flask import Blueprint, render_template, request

from bot.desk.bubbles import Reading
from bot.desk.case_frame import CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.history import History
from bot.desk.said_so_far import Conversations
from bot.staff.person import signed_in


def add_history(pages: Blueprint, frames: CaseFrames, history: History, talks: Conversations) -> None:
    """`/desk/cases/<case_id>/history` and one contact of it."""

    @pages.get("/cases/<case_id>/history")
    def past(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        return case_page("desk/case/history.html", frame, "history", contacts=history.of(frame))

    @pages.get("/cases/<case_id>/history/<conversation_id>")
    def contact(case_id: str, conversation_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        frame.must_see("words")
        found = history.one(frame, conversation_id)
        quotes = found.sight.quotes if found.sight else frozenset()
        said = talks.of_talk(conversation_id, Reading(quotes, frame.shown))
        if request.headers.get("HX-Request"):
            return render_template("desk/case/turns.html", said=said)
        return case_page("desk/case/contact.html", frame, "history", contact=found, said=said)
