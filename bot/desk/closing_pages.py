"""The closing tab: how a case ended for this person, what is promised, and what the bot can learn from it."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.closing_form import read_closing
from bot.desk.closing_view import ClosingViews
from bot.desk.closings import Closings
from bot.desk.follow_ups import FollowUps
from bot.desk.open_closings import OpenClosings
from bot.staff.addresses import at
from bot.staff.person import signed_in
from bot.staff.shown import words

# Tabs with forms: what stands in them must not be swapped away.
TYPED_IN = ("orders", "promises", "notes")


@dataclass(frozen=True)
class ClosingDesk:
    """What the pages call."""

    closings: Closings
    views: ClosingViews
    unclosed: OpenClosings
    follow_ups: FollowUps
    clock: Clock


def closing_pages(frames: CaseFrames, desk: ClosingDesk) -> Blueprint:
    """`/desk/cases/<case_id>/closing`."""
    pages = Blueprint("closing", __name__, template_folder="templates")

    @pages.get("/cases/<case_id>/closing")
    def closing(case_id: str) -> str:
        return _shown(frames.of(case_id, signed_in()), desk)

    @pages.get("/cases/<case_id>/closing/due")
    def due(case_id: str) -> AnyResponse:
        return _due(frames.of(case_id, signed_in()), desk, request.args.get("tab", ""))

    @pages.post("/cases/<case_id>/closing")
    def close(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        said = read_closing(request.form, desk.follow_ups, desk.clock.now())
        done = desk.closings.close(frame.id, request.form.get("wait", ""), frame.person, said)
        told = "closing.done_free" if done.free else "closing.done"
        flash(words()(told, number=frame.case["case_number"]), "good")
        return _next(f"/desk/cases/{frame.id}/closing" if done.status != "closed" else "/desk/mine")

    @pages.post("/cases/<case_id>/reopen")
    def reopen(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        desk.closings.reopen(frame.id, frame.person)
        flash(words()("closing.reopened", number=frame.case["case_number"]), "good")
        return _next(f"/desk/cases/{frame.id}/closing")

    return pages


def _shown(frame: CaseFrame, desk: ClosingDesk) -> str:
    view = desk.views.of(frame, request.args.get("wait"))
    again = view.before is not None and "again" in request.args
    return case_page("desk/closing.html", frame, "closing", view=view, again=again)


def _due(frame: CaseFrame, desk: ClosingDesk, tab: str) -> AnyResponse:
    """204 while they talk; then the form opens by itself, except where somebody may be typing."""
    if frame.mine:
        return AnyResponse("", 204)
    due = tab != "closing" and desk.unclosed.of_case(frame.id, frame.person.id) is not None
    opens = due and tab not in TYPED_IN
    page = render_template("desk/closing_due.html", frame=frame, tab=tab, due=due, opens=opens)
    return make_response(page)


def _next(path: str) -> AnyResponse:
    """On with the day: another page, also where htmx asked."""
    if request.headers.get("HX-Request") == "true":
        return AnyResponse("", 204, {"HX-Redirect": at(path)})
    return redirect(at(path), 303)
